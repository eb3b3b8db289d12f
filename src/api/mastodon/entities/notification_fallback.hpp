#pragma once
#include <string_view>

#include "dunlin/base/json_writer.hpp"
#include "notification.hpp"

namespace dunlin::api::mastodon::entities {

/// Whether a client that named these types is told in words what one of this type means. Types that clients have
/// known from the beginning are never explained.
bool needs_fallback(std::string_view type, SupportedTypes const& supported);

/// A NotificationFallback (NotificationFallback.schema.json): `who` did it, `what` it is about, if that has a name.
void write_fallback(JsonWriter& json, std::string_view type, std::string_view who, std::string_view what);

}  // namespace dunlin::api::mastodon::entities
