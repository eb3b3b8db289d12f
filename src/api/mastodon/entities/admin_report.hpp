#pragma once
#include <span>
#include <string>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/reports.hpp"

namespace dunlin::api::mastodon::entities {

/// The AdminReport entity (AdminReport.schema.json) of each, with those of the posts that `viewer` may see. A fixed
/// number of queries, however many.
std::vector<std::string> admin_reports(App& app, db::Tx& tx, AccountId viewer,
                                       std::span<store::reports::Report const> reports);

}  // namespace dunlin::api::mastodon::entities
