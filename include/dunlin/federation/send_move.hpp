#pragma once
#include "dunlin/app.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::federation {

/// Tells followers, and who blocks the account, that it is this other one from now on.
void send_moved(App&, db::Tx&, Account const& account, Account const& target, Timestamp when);

}  // namespace dunlin::federation
