#include "featured_tag.hpp"

#include "dunlin/domain/hashtags.hpp"
#include "dunlin/platform/config/config.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

void write(JsonWriter& json, App const& app, store::featured_tags::FeaturedTag const& tag) {
  json.object([&] {
    json.member("id", tag.id);
    json.member("name", tag.typed);
    json.member("url", hashtag_url(app.config.base_url(), tag.name));
    json.member("statuses_count", std::to_string(tag.statuses_count));  // as text: clients insist
    json.key("last_status_at");
    if (tag.last_status_at)
      json.value(iso_date(*tag.last_status_at));
    else
      json.value(nullptr);
  });
}

}  // namespace

std::string featured_tag(App const& app, store::featured_tags::FeaturedTag const& tag) {
  JsonWriter json;
  write(json, app, tag);
  return json.take();
}

void write_featured_tags(JsonWriter& json, App const& app, std::span<store::featured_tags::FeaturedTag const> tags) {
  json.array([&] {
    for (auto const& tag : tags) write(json, app, tag);
  });
}

}  // namespace dunlin::api::mastodon::entities
