#include "collection.hpp"

#include <string_view>

#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/hashtags.hpp"
#include "dunlin/platform/config/config.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

void text_or_null(JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name);
  if (text.empty())
    json.value(nullptr);
  else
    json.value(text);
}

void write_item(JsonWriter& json, CollectionItem const& item) {
  json.object([&] {
    json.member("id", item.id);
    if (item.state == ItemState::pending || item.state == ItemState::accepted) json.member("account_id", item.account);
    json.member("state", to_text(item.state));
    json.member("created_at", item.created_at);
  });
}

void write_tag(JsonWriter& json, App const& app, Collection const& c) {
  json.key("tag");
  if (!c.tag) return json.value(nullptr);
  json.object([&] {
    json.member("name", c.tag->name);
    json.member("url", hashtag_url(app.config.base_url(), c.tag->name));
  });
}

void write(JsonWriter& json, App const& app, Collection const& c) {
  json.object([&] {
    json.member("id", c.id);
    json.member("uri", c.uri);
    text_or_null(json, "url", c.url);
    json.member("name", c.name);
    json.member("description", c.description);
    text_or_null(json, "language", c.language);
    json.member("account_id", c.author);
    json.member("local", c.local);
    json.member("sensitive", c.sensitive);
    json.member("discoverable", c.discoverable);
    json.member("item_count", c.items.size());
    json.member("created_at", c.created_at);
    json.member("updated_at", c.updated_at);
    write_tag(json, app, c);
    json.array_member("items", [&] {
      for (auto const& item : c.items) write_item(json, item);
    });
  });
}

}  // namespace

std::string collection(App const& app, Collection const& collection) {
  JsonWriter json(512 + collection.items.size() * 160);
  write(json, app, collection);
  return json.take();
}

std::string collection_list(App const& app, std::span<Collection const> collections) {
  JsonWriter json(64 + collections.size() * 2000);
  json.array([&] {
    for (auto const& collection : collections) write(json, app, collection);
  });
  return json.take();
}

std::string collection_item(CollectionItem const& item) {
  JsonWriter json;
  write_item(json, item);
  return json.take();
}

}  // namespace dunlin::api::mastodon::entities
