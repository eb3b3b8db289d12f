#pragma once
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store::statuses {

/// As update() does, without a history: nobody is to see that it changed.
void amend(db::Tx& tx, Status const& status);

}  // namespace dunlin::store::statuses
