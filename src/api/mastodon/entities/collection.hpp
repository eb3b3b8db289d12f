#pragma once
#include <span>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/domain/collection.hpp"

namespace dunlin::api::mastodon::entities {

/// The Collection entity (Collection.schema.json).
std::string collection(App const& app, Collection const& collection);
/// "[…]" of many.
std::string collection_list(App const& app, std::span<Collection const> collections);
/// The CollectionItem entity (CollectionItem.schema.json).
std::string collection_item(CollectionItem const& item);

}  // namespace dunlin::api::mastodon::entities
