#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/severance.hpp"
#include "dunlin/platform/db/transaction.hpp"

// Follows that ended otherwise than by one of the two: as told to a local account.
namespace dunlin::store::severed_relationships {

using db::Tx;

struct Event {
  std::int64_t id = 0;
  AccountId account;
  Severance what;
  Timestamp created_at;
};

void insert(Tx& tx, Event const& event);
std::vector<Event> find_many(Tx& tx, AccountId of, std::span<std::int64_t const> ids);

}  // namespace dunlin::store::severed_relationships
