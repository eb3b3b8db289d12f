#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dunlin/domain/account.hpp"
#include "dunlin/domain/filtering.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/cache.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store {

/// Names of what transactions announce with Tx::changed and caches forget.
namespace change {
inline constexpr char const* account = "account";    // key: account id
inline constexpr char const* status = "status";      // key: status id
inline constexpr char const* token = "token";        // key: token id, or "user:ID" for all of a user
inline constexpr char const* deed = "deed";          // key: "ACCOUNT:STATUS", or "all"
inline constexpr char const* apart = "apart";        // key: account id, of either side of a block
inline constexpr char const* filters = "filters";    // key: account id
inline constexpr char const* stance = "stance";      // key: "ACCOUNT:ACCOUNT", or "all": both ways
inline constexpr char const* policies = "policies";  // the admin's decisions about domains
inline constexpr char const* instance = "instance";  // the public face of this server: settings, counts, rules
}  // namespace change

/// What somebody did to a status.
struct Deeds {
  bool favourited = false, boosted = false, bookmarked = false, pinned = false;
  bool muted = false;      // its conversation
  std::vector<int> votes;  // the options chosen in its poll
};
struct DeedKey {
  AccountId viewer;
  StatusId status;
  friend bool operator==(DeedKey const&, DeedKey const&) = default;
};
/// The key under which a change of it is announced.
std::string to_string(DeedKey key);

/// Where somebody stands towards an author, beyond what may be seen: what quotes depend on.
struct Stance {
  bool follows = false, followed_by = false;
  bool blocks = false;         // the viewer the author, not the other way round
  bool blocks_domain = false;  // the author's
  bool mutes = false;
  std::optional<Timestamp> mute_ends;  // none for never
};
struct StanceKey {
  AccountId viewer, author;
  friend bool operator==(StanceKey const&, StanceKey const&) = default;
};

}  // namespace dunlin::store

template <>
struct std::hash<dunlin::store::DeedKey> {
  std::size_t operator()(dunlin::store::DeedKey const& key) const noexcept {
    return std::hash<dunlin::AccountId>{}(key.viewer) * 31 + std::hash<dunlin::StatusId>{}(key.status);
  }
};
template <>
struct std::hash<dunlin::store::StanceKey> {
  std::size_t operator()(dunlin::store::StanceKey const& key) const noexcept {
    return std::hash<dunlin::AccountId>{}(key.viewer) * 31 + std::hash<dunlin::AccountId>{}(key.author);
  }
};

namespace dunlin::store {

/// What a page repeats, kept per process and bounded in bytes: whole accounts and statuses as the store read
/// them, what was rendered from them, and what viewers did to them.
struct Records {
  explicit Records(std::size_t bytes)
      : accounts(bytes / 4),
        statuses(bytes / 16 * 5),
        pieces(bytes / 32 * 7),
        answers(bytes / 32),
        deeds(bytes / 16),
        apart(bytes / 32),
        filters(bytes / 32),
        stances(bytes / 16) {}
  Cache<AccountId, Account> accounts;
  Cache<StatusId, Status> statuses;
  /// Rendered JSON that many answers share, by a name of its owner's ("account:1", "instance:v2").
  Cache<std::string, std::string> pieces;
  /// What answers a status, oldest first, whoever may see it.
  Cache<StatusId, std::vector<StatusId>> answers;
  Cache<DeedKey, Deeds> deeds;
  /// Whom an account blocks or is blocked by, sorted. What others than the author may see anyway depends on it,
  /// nothing else does.
  Cache<AccountId, std::vector<AccountId>> apart;
  /// What viewers do not want to read unprepared; most have an empty one.
  Cache<AccountId, FilterSet> filters;
  Cache<StanceKey, Stance> stances;

  /// Forgets what changed, here only.
  void forget(db::Change const& change);
  /// Forgets everything.
  void clear();
};

/// From memory first, then one query for the missing. Missing ids are null; same order and length as asked.
std::vector<std::shared_ptr<Account const>> accounts_by_id(Records&, db::Tx&, std::span<AccountId const>);
/// One that must be there: refused as not found when it is gone.
std::shared_ptr<Account const> existing_account(Records&, db::Tx&, AccountId);
std::vector<std::shared_ptr<Status const>> statuses_by_id(Records&, db::Tx&, std::span<StatusId const>);

}  // namespace dunlin::store
