#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

// Follows that ended otherwise than by one of the two: as told to a local account.
namespace dunlin::store::severed_relationships {

using db::Tx;

/// The numbers are stored.
enum class Cause { domain_block = 0, user_domain_block = 1, account_suspension = 2 };

struct Event {
  std::int64_t id = 0;
  AccountId account;
  Cause cause = Cause::domain_block;
  std::string target_name;  // the domain or the account
  bool purged = false;      // who they were is known no more
  std::int64_t followers = 0, following = 0;
  Timestamp created_at;
};

void insert(Tx& tx, Event const& event);
std::vector<Event> find_many(Tx& tx, AccountId of, std::span<std::int64_t const> ids);

}  // namespace dunlin::store::severed_relationships
