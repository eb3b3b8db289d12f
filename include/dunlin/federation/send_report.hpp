#pragma once
#include "dunlin/app.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/reports.hpp"

namespace dunlin::federation {

/// Tells the server of a reported account, and those asked for beside it, what was said. The instance actor speaks:
/// who complained is nobody else's business.
void send_report(App&, db::Tx&, store::reports::Report const&);

}  // namespace dunlin::federation
