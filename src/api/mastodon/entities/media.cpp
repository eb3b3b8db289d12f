#include "media.hpp"
#include "or_null.hpp"

#include <fmt/core.h>

#include <cmath>
#include <string>

#include "dunlin/media/picture.hpp"
#include "dunlin/media/remote_address.hpp"
#include "dunlin/platform/config/config.hpp"

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

void write_size(JsonWriter& json, std::string_view name, int width, int height) {
  json.object_member(name, [&] {
    json.member("width", width);
    json.member("height", height);
    json.member("size", std::to_string(width) + "x" + std::to_string(height));
    json.member("aspect", static_cast<double>(width) / height);
  });
}

media::PreviewSize small_size(Media const& media) {
  if (media.preview_width > 0 && media.preview_height > 0) return {media.preview_width, media.preview_height};
  // What has no preview is its own.
  return media.preview_url.empty() ? media::PreviewSize{media.width, media.height}
                                   : media::preview_size(media.width, media.height);
}

/// "0:01:28.65"
std::string length_of(double seconds) {
  auto const hundredths = std::llround(seconds * 100);
  return fmt::format("{}:{:02}:{:02}.{:02}", hundredths / 360'000, hundredths / 6000 % 60, hundredths / 100 % 60,
                     hundredths % 100);
}

/// What film and sound have besides, at the places where clients look.
void write_playing(JsonWriter& json, Media const& media) {
  auto const& playing = media.playing;
  json.object_member("original", [&] {
    if (media.width > 0) json.member("width", media.width);
    if (media.height > 0) json.member("height", media.height);
    if (!playing.frame_rate.empty()) json.member("frame_rate", playing.frame_rate);
    json.member("duration", playing.seconds);
    if (playing.bitrate > 0) json.member("bitrate", playing.bitrate);
  });
  json.member("length", length_of(playing.seconds));
  json.member("duration", playing.seconds);
  if (media.width > 0 && media.height > 0) {
    json.member("size", std::to_string(media.width) + "x" + std::to_string(media.height));
    json.member("width", media.width);
    json.member("height", media.height);
    json.member("aspect", static_cast<double>(media.width) / media.height);
  }
  if (!playing.sound_codec.empty()) json.member("audio_encode", playing.sound_codec);
  if (playing.sound_rate > 0) json.member("audio_bitrate", std::to_string(playing.sound_rate) + " Hz");
  if (!playing.sound_channels.empty()) json.member("audio_channels", playing.sound_channels);
}

void write_meta(JsonWriter& json, Media const& media) {
  json.object_member("meta", [&] {
    if (media.playing.seconds > 0)
      write_playing(json, media);
    else if (media.width > 0 && media.height > 0)
      write_size(json, "original", media.width, media.height);
    if (auto const small = small_size(media); small.width > 0 && small.height > 0)
      write_size(json, "small", small.width, small.height);
    if (auto const& colours = media.colours; !colours.background.empty())
      json.object_member("colors", [&] {
        json.member("background", colours.background);
        json.member("foreground", colours.foreground);
        json.member("accent", colours.accent);
      });
    if (media.focus_x != 0 || media.focus_y != 0)
      json.object_member("focus", [&] {
        json.member("x", media.focus_x);
        json.member("y", media.focus_y);
      });
  });
}

struct Addresses {
  std::string whole, preview;  // an empty one is null
};

/// A picture is its own preview; of film and sound clients would try to show the whole file as a picture.
Addresses own_addresses(Media const& media) {
  Addresses at{media.url.empty() ? media.remote_url : media.url, media.preview_url};
  bool const moves = media.kind == MediaKind::video || media.kind == MediaKind::audio || at.whole.ends_with(".mp4");
  if (at.preview.empty() && !moves) at.preview = at.whole;
  return at;
}

/// Of what lies on other servers, those of our copies.
Addresses addresses(App const& app, Media const& media) {
  bool const is_remote = !media.remote_url.empty() && (media.url.empty() || media.url == media.remote_url);
  if (!is_remote || app.config.remote_media == "off") return own_addresses(media);
  auto const ours = [&](std::string_view size, std::string const& digest) {
    return app.config.base_url() + media::copy_path(media.id, size, digest);
  };
  Addresses at{ours("original", media::remote_digest(media.remote_url)), {}};
  if (!media.preview_url.empty())
    at.preview = ours("small", media::remote_digest(media.preview_url));
  else if (media.kind == MediaKind::image)
    at.preview = ours("small", media::remote_digest(media.remote_url, true));
  return at;
}

void write_attachment(JsonWriter& json, Media const& media, Addresses const& at) {
  json.object([&] {
    json.member("id", media.id);
    json.member("type", type_of(media.kind));
    if (media.state == MediaState::ready)
      json.member("url", at.whole);
    else
      json.member("url", nullptr);
    write_or_null(json, "preview_url", at.preview);
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
  write_attachment(json, media, own_addresses(media));
  return json.take();
}

void write_media(JsonWriter& json, App const& app, std::string_view name, std::span<Media const> media) {
  json.array_member(name, [&] {
    for (auto const& m : media) write_attachment(json, m, addresses(app, m));
  });
}

void write_own_media(JsonWriter& json, std::string_view name, std::span<Media const> media) {
  json.array_member(name, [&] {
    for (auto const& m : media) write_attachment(json, m, own_addresses(m));
  });
}

void write_emojis(JsonWriter& json, App const& app, std::string_view name, std::span<Emoji const> emojis) {
  json.array_member(name, [&] {
    for (auto const& emoji : emojis)
      json.object([&] {
        json.member("shortcode", emoji.shortcode);
        auto const url = media::shown_address(app, emoji.url);
        json.member("url", url);
        json.member("static_url", url);
        json.member("visible_in_picker", false);
      });
  });
}

}  // namespace dunlin::api::mastodon::entities
