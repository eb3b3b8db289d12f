#pragma once
#include <optional>

#include "dunlin/app.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

/// The status itself, or what it boosts; nothing when the viewer may not see it.
std::optional<Status> look_for(App& app, db::Tx& tx, StatusId target, AccountId viewer);
/// The same, refusing what is not to be seen (not_found).
Status find_seen(App& app, db::Tx& tx, StatusId target, AccountId viewer);

}  // namespace dunlin::actions
