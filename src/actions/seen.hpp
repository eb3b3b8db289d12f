#pragma once
#include <optional>

#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

/// The status itself, or what it boosts; nothing when the viewer may not see it.
std::optional<Status> look_for(db::Tx& tx, StatusId target, AccountId viewer);
/// The same, refusing what is not to be seen (not_found).
Status find_seen(db::Tx& tx, StatusId target, AccountId viewer);

}  // namespace dunlin::actions
