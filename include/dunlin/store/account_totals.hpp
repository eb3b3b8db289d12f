#pragma once
#include <cstdint>
#include <optional>

#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store::accounts {

/// What the server of an account says of its numbers; what it does not say stays.
struct Totals {
  std::optional<std::int64_t> statuses, followers, following;
};
void set_totals(db::Tx& tx, AccountId id, Totals const& totals);

}  // namespace dunlin::store::accounts
