#pragma once
#include "dunlin/app.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/severance.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

/// Writes down, and tells a local account, that it lost follows by a block of a domain or a suspension. Does nothing
/// when it lost none.
void tell_of_severance(App&, db::Tx&, AccountId whom, Severance const&);

}  // namespace dunlin::actions
