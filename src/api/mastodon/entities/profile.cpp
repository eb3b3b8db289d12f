#include "profile.hpp"

#include "account.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/platform/config/config.hpp"
#include "featured_tag.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

void write_field(JsonWriter& json, ProfileField const& field, std::string const& value) {
  json.object([&] {
    json.member("name", field.name);
    json.member("value", value);
    json.key("verified_at");
    if (field.verified_at)
      json.value(iso8601_with_offset(*field.verified_at));
    else
      json.value(nullptr);
  });
}

/// Null where there is none: here the default picture would look like one's own.
void write_picture(JsonWriter& json, std::string_view name, std::string const& url) {
  for (auto const* const form : {"", "_static"}) {
    json.key(std::string(name) + form);
    if (url.empty())
      json.value(nullptr);
    else
      json.value(url);
  }
}

}  // namespace

std::string render_profile(App const& app, Account const& account,
                           std::span<store::featured_tags::FeaturedTag const> tags, std::int64_t media_bytes) {
  JsonWriter json(2048);
  json.object([&] {
    json.member("id", account.id);
    json.member("display_name", account.display_name);
    json.member("note", account.note_source);
    json.array_member("fields", [&] {
      for (auto const& field : account.fields) write_field(json, field, field.source);
    });
    json.member("formatted_note", account.note.text());
    json.array_member("formatted_fields", [&] {
      for (auto const& field : account.fields) write_field(json, field, field.value.text());
    });
    write_picture(json, "avatar", account.avatar_url);
    json.member("avatar_description", account.avatar_description);
    write_picture(json, "header", account.header_url);
    json.member("header_description", account.header_description);
    json.member("locked", account.locked);
    json.member("bot", account.kind == ActorKind::service || account.kind == ActorKind::application);
    json.member("hide_collections", account.hide_collections);
    json.member("discoverable", account.discoverable);
    json.member("indexable", account.indexable);
    json.member("show_media", account.show_media);
    json.member("show_media_replies", account.show_media_replies);
    json.member("show_featured", account.show_featured);
    json.array_member("attribution_domains", [&] {
      for (auto const& domain : account.attribution_domains) json.value(domain);
    });
    json.key("featured_tags");
    write_featured_tags(json, app, tags);
    json.object_member("media_quota", [&] {
      json.member("used_bytes", media_bytes);
      if (app.config.media_quota > 0)
        json.member("most_bytes", app.config.media_quota);
      else
        json.member("most_bytes", nullptr);
    });
  });
  return json.take();
}

}  // namespace dunlin::api::mastodon::entities
