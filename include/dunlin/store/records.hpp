#pragma once
#include <span>
#include <string>

#include "dunlin/domain/account.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/cache.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store {

/// Names of what transactions announce with Tx::changed and caches forget.
namespace change {
inline constexpr char const* account = "account";  // key: account id
inline constexpr char const* status = "status";    // key: status id
inline constexpr char const* token = "token";      // key: token id, or "user:ID" for all of a user
inline constexpr char const* instance = "instance";  // the public face of this server: settings, counts, rules
}  // namespace change

/// What a page repeats, kept per process and bounded in bytes: whole accounts and statuses as the store read
/// them, independent of any viewer.
struct Records {
  explicit Records(std::size_t bytes) : accounts(bytes / 4), statuses(bytes / 2), pieces(bytes / 4) {}
  Cache<AccountId, Account> accounts;
  Cache<StatusId, Status> statuses;
  /// Rendered JSON that many answers share, by a name of its owner's ("account:1", "instance:v2").
  Cache<std::string, std::string> pieces;

  /// Forgets what changed, here only.
  void forget(db::Change const& change);
};

/// From memory first, then one query for the missing. Missing ids are null; same order and length as asked.
std::vector<std::shared_ptr<Account const>> accounts_by_id(Records&, db::Tx&, std::span<AccountId const>);
std::vector<std::shared_ptr<Status const>> statuses_by_id(Records&, db::Tx&, std::span<StatusId const>);

}  // namespace dunlin::store
