#pragma once
#include <string_view>

#include "dunlin/base/time.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store::invites {

/// Whether somebody may sign up with it: known, not over, not used up, and its maker not gone.
bool is_valid(db::Tx& tx, std::string_view code, Timestamp now);

}  // namespace dunlin::store::invites
