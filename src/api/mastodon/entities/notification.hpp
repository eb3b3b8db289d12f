#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/domain/notification.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::api::mastodon::entities {

/// Which types a client says it knows; none when it says nothing.
using SupportedTypes = std::optional<std::vector<std::string>>;

/// The Notification entity of each, as one JSON list (Notification.schema.json). One about a status that is gone,
/// or from an account that is, is left out. A fixed number of queries.
std::string notification_list(App& app, db::Tx& tx, AccountId viewer, std::span<Notification const> notifications,
                              SupportedTypes const& supported = {});

/// One of them; empty when it would be left out of a list.
std::string notification(App& app, db::Tx& tx, AccountId viewer, Notification const& one,
                         SupportedTypes const& supported = {});

}  // namespace dunlin::api::mastodon::entities
