#include "context.hpp"
#include "dunlin/federation/vocabulary/emoji.hpp"

namespace dunlin::federation::vocabulary {

std::string emoji_uri(Urls const& urls, std::string_view shortcode) {
  return urls.base + "/emojis/" + std::string(shortcode);
}

void write_emoji_members(JsonWriter& json, Urls const& urls, Emoji const& emoji, std::string_view type) {
  json.member("id", emoji_uri(urls, emoji.shortcode));
  json.member("type", "Emoji");
  json.member("name", ":" + emoji.shortcode + ":");
  json.object_member("icon", [&] {
    json.member("type", "Image");
    if (!type.empty()) json.member("mediaType", type);
    json.member("url", emoji.url);
  });
}

std::string write_emoji(Urls const& urls, Emoji const& emoji, std::string_view type) {
  JsonWriter json(512);
  json.object([&] {
    json.raw_members(note_context);
    write_emoji_members(json, urls, emoji, type);
  });
  return json.take();
}

}  // namespace dunlin::federation::vocabulary
