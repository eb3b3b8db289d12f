#pragma once
#include "dunlin/base/json_writer.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/store/tag_search.hpp"

namespace dunlin::api::mastodon::entities {

/// The member "history" of Tag and Trends::Link: newest day first; all numbers are strings.
void write_history(JsonWriter& json, store::tags::History const& history, Timestamp now);

}  // namespace dunlin::api::mastodon::entities
