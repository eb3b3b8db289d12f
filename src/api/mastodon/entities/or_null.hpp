#pragma once
#include <string>
#include <string_view>

#include "dunlin/base/id.hpp"
#include "dunlin/base/json_writer.hpp"

namespace dunlin::api::mastodon::entities {

/// A member that is null where the text is empty.
inline void write_or_null(JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name);
  if (text.empty())
    json.value(nullptr);
  else
    json.value(text);
}

/// A member that is null where there is no id.
template <class Tag>
void write_or_null(JsonWriter& json, std::string_view name, Id<Tag> id) {
  json.key(name);
  if (id)
    json.value(id);
  else
    json.value(nullptr);
}

}  // namespace dunlin::api::mastodon::entities
