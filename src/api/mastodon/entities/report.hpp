#pragma once
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/reports.hpp"

namespace dunlin::api::mastodon::entities {

/// The Report entity (Report.schema.json). One query for the account, if it is not in memory.
std::string report(App& app, db::Tx& tx, store::reports::Report const& report);

}  // namespace dunlin::api::mastodon::entities
