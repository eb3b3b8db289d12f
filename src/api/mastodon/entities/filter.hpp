#pragma once
#include <string>
#include <string_view>

#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/filter.hpp"
#include "dunlin/domain/filtering.hpp"

namespace dunlin::api::mastodon::entities {

/// The Filter entity (Filter.schema.json).
void write_filter(JsonWriter& json, Filter const& filter);
/// One of its keywords as a filter of the first API (V1Filter.schema.json).
void write_v1_filter(JsonWriter& json, Filter const& filter, FilterKeyword const& keyword);
void write_filter_keyword(JsonWriter& json, FilterKeyword const& keyword);
void write_filter_status(JsonWriter& json, FilterStatus const& status);

/// What a filter found in a status (FilterResult.schema.json): the text is as it is read, and as it was folded.
void write_filter_result(JsonWriter& json, FilterMatch const& match, std::string_view text, std::string_view folded);

}  // namespace dunlin::api::mastodon::entities
