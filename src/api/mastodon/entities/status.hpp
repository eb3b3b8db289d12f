#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/records.hpp"

// The Status entity (Status.schema.json). What does not depend on the viewer is rendered once and kept in
// app.records until the status changes; what does is asked for in one query for all.
namespace dunlin::api::mastodon::entities {

/// Statuses in the order asked for, those the viewer may not see left out.
struct StatusList {
  std::string json;
  std::vector<StatusId> shown;
};
/// However many: at most eight queries, none when everything is in memory.
StatusList status_list(App& app, db::Tx& tx, AccountId viewer, std::span<StatusId const> ids);
/// The same if everything it takes is in memory.
std::optional<StatusList> status_list_from_memory(App& app, AccountId viewer, std::span<StatusId const> ids);

/// One; nothing when the viewer may not see it.
std::optional<std::string> status(App& app, db::Tx& tx, AccountId viewer, StatusId id);
/// The same if everything it takes is in memory; nothing also when it may not be seen.
std::optional<std::string> status_from_memory(App& app, AccountId viewer, StatusId id);

/// One for a viewer that may see it (store::views::who_may_see); asks only for what is not in memory.
std::optional<std::string> seen_status(App& app, db::Tx& tx, AccountId viewer, StatusId id);

/// Finished JSON of each, in the order and length asked for, empty text where the viewer may not see it. For
/// entities that carry statuses.
std::vector<std::string> statuses(App& app, db::Tx& tx, AccountId viewer, std::span<StatusId const> ids);

/// What an action returned, without a look at the status caches: for answers about what this very transaction
/// changed. `original` is what it boosts.
std::string fresh_status(App& app, db::Tx& tx, AccountId viewer, Status const& status,
                         Status const* original = nullptr);
/// The same where the change told the deeds.
std::string fresh_status(App& app, db::Tx& tx, AccountId viewer, Status const& status, store::Deeds const& deeds);
/// The answer to a deletion: the text as it was typed stands in place of the content.
std::string deleted_status(App& app, db::Tx& tx, AccountId viewer, Status const& status);

}  // namespace dunlin::api::mastodon::entities
