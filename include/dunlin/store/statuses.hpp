#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store::statuses {

using db::Tx;

/// With mentions, tags, media and counters. Deleted ones are not found. A fixed number of queries.
std::optional<Status> find(Tx& tx, StatusId id);
std::vector<Status> find_many(Tx& tx, std::span<StatusId const> ids);
std::optional<Status> by_uri(Tx& tx, std::string_view uri);

/// Of these ids, those the viewer (none for anonymous) may see: visibility, blocks either way, suspended
/// authors, deleted ones. Keeps the order. One query. This is the only place that decides it.
std::vector<StatusId> visible_to(Tx& tx, AccountId viewer, std::span<StatusId const> ids);
/// find(), if the viewer may see it.
std::optional<Status> find_visible(Tx& tx, StatusId id, AccountId viewer);

/// Inserts the status with its mentions, tags (made when new), media links and counters; counts it at its
/// author and its parent. Id and uri must be set. Throws db::UniqueViolation when the uri is known.
void insert(Tx& tx, Status const& status);
/// Inserts a boost, or finds the one that is there: its id and whether it is new. Counts it when new.
std::pair<StatusId, bool> insert_boost(Tx& tx, AccountId booster, Status const& original, Visibility visibility,
                                       std::string_view uri, Timestamp when);
/// Writes text, html, spoiler, sensitive, language, tags, mentions and media anew, and the former version into
/// the history.
void update(Tx& tx, Status const& status);
/// Marks it deleted (its boosts with it), uncounts it, leaves a tombstone; false when it was gone already.
bool remove(Tx& tx, StatusId id, Timestamp when);

}  // namespace dunlin::store::statuses
