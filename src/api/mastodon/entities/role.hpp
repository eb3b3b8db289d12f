#pragma once
#include "dunlin/base/json_writer.hpp"
#include "dunlin/store/preferences.hpp"

namespace dunlin::api::mastodon::entities {

/// The member "role" with the Role entity (Role.schema.json).
void write_role(JsonWriter& json, store::preferences::Role const& role);

}  // namespace dunlin::api::mastodon::entities
