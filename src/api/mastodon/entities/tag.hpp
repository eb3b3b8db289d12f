#pragma once
#include <span>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::api::mastodon::entities {

/// The Tag entity of each, as one JSON list (Tag.schema.json). Viewers with an account are told whether they follow
/// or feature it. At most two queries.
std::string tag_list(App& app, db::Tx& tx, AccountId viewer, std::span<Hashtag const> tags);

}  // namespace dunlin::api::mastodon::entities
