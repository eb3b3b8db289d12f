#include "media.hpp"
#include "or_null.hpp"

#include <string>

namespace dunlin::api::mastodon::entities {
namespace {

std::string_view type_of(MediaKind kind) {
  switch (kind) {
    case MediaKind::image:
      return "image";
    case MediaKind::gifv:
      return "gifv";
    case MediaKind::video:
      return "video";
    case MediaKind::audio:
      return "audio";
    case MediaKind::unknown:
      break;
  }
  return "unknown";
}

void write_size(JsonWriter& json, std::string_view name, Media const& media) {
  json.object_member(name, [&] {
    json.member("width", media.width);
    json.member("height", media.height);
    json.member("size", std::to_string(media.width) + "x" + std::to_string(media.height));
    json.member("aspect", static_cast<double>(media.width) / media.height);
  });
}

void write_meta(JsonWriter& json, Media const& media) {
  json.object_member("meta", [&] {
    if (media.width > 0 && media.height > 0) {
      write_size(json, "original", media);
      write_size(json, "small", media);
    }
    if (media.focus_x != 0 || media.focus_y != 0)
      json.object_member("focus", [&] {
        json.member("x", media.focus_x);
        json.member("y", media.focus_y);
      });
  });
}

/// A picture is its own preview; of film and sound clients would try to show the whole file as a picture.
std::string const& preview_of(Media const& media, std::string const& url) {
  static std::string const none;
  if (!media.preview_url.empty()) return media.preview_url;
  return media.kind == MediaKind::video || media.kind == MediaKind::audio ? none : url;
}

void write_attachment(JsonWriter& json, Media const& media) {
  auto const& url = media.url.empty() ? media.remote_url : media.url;
  json.object([&] {
    json.member("id", media.id);
    json.member("type", type_of(media.kind));
    json.member("url", url);
    write_or_null(json, "preview_url", preview_of(media, url));
    write_or_null(json, "remote_url", media.remote_url);
    json.member("preview_remote_url", nullptr);
    json.member("text_url", nullptr);
    write_meta(json, media);
    write_or_null(json, "description", media.description);
    write_or_null(json, "blurhash", media.blurhash);
  });
}

}  // namespace

std::string media_attachment(Media const& media) {
  JsonWriter json;
  write_attachment(json, media);
  return json.take();
}

void write_media(JsonWriter& json, std::string_view name, std::span<Media const> media) {
  json.array_member(name, [&] {
    for (auto const& m : media) write_attachment(json, m);
  });
}

void write_emojis(JsonWriter& json, std::string_view name, std::span<Emoji const> emojis) {
  json.array_member(name, [&] {
    for (auto const& emoji : emojis)
      json.object([&] {
        json.member("shortcode", emoji.shortcode);
        json.member("url", emoji.url);
        json.member("static_url", emoji.url);
        json.member("visible_in_picker", false);
      });
  });
}

}  // namespace dunlin::api::mastodon::entities
