#pragma once
#include <span>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/domain/announcement.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::api::mastodon::entities {

/// The Announcement entity of each, as one JSON list (Announcement.schema.json). One query, and one for emojis that
/// are not in memory.
std::string announcement_list(App& app, db::Tx& tx, AccountId viewer, std::span<Announcement const> all);
std::string announcement(App& app, db::Tx& tx, AccountId viewer, Announcement const& one);

}  // namespace dunlin::api::mastodon::entities
