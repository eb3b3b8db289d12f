#pragma once
#include <span>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/store/featured_tags.hpp"

namespace dunlin::api::mastodon::entities {

/// The FeaturedTag entity.
std::string featured_tag(App const& app, store::featured_tags::FeaturedTag const& tag);
/// Many as the next value of a larger document.
void write_featured_tags(JsonWriter& json, App const& app, std::span<store::featured_tags::FeaturedTag const> tags);

}  // namespace dunlin::api::mastodon::entities
