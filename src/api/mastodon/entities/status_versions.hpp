#pragma once
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::api::mastodon::entities {

/// The versions of a status that the viewer may see, oldest first, the current one last (StatusEdit.schema.json).
std::string status_versions(App& app, db::Tx& tx, AccountId viewer, Status const& status);

}  // namespace dunlin::api::mastodon::entities
