#pragma once
#include <string>
#include <vector>

#include "dunlin/store/relations.hpp"

namespace dunlin::api::mastodon::entities {

/// The Relationship entity (Relationship.schema.json).
std::string relationship(store::relations::Relationship const& relationship);
std::string relationship_list(std::vector<store::relations::Relationship> const& relationships);

}  // namespace dunlin::api::mastodon::entities
