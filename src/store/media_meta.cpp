#include "media_meta.hpp"

#include "dunlin/base/json_writer.hpp"

namespace dunlin::store {
namespace {

template <class Value>
void read(Json const& from, char const* name, Value& to) {
  if (auto const found = from.find(name); found != from.end()) to = found->get<Value>();
}

}  // namespace

std::string media_meta(Media const& media) {
  auto const& playing = media.playing;
  JsonWriter json;
  json.object([&] {
    if (playing.seconds > 0) json.member("seconds", playing.seconds);
    if (playing.bitrate > 0) json.member("bitrate", playing.bitrate);
    if (!playing.frame_rate.empty()) json.member("frame_rate", playing.frame_rate);
    if (!playing.sound_codec.empty()) json.member("sound_codec", playing.sound_codec);
    if (!playing.sound_channels.empty()) json.member("sound_channels", playing.sound_channels);
    if (playing.sound_rate > 0) json.member("sound_rate", playing.sound_rate);
    if (media.preview_width > 0) json.member("preview_width", media.preview_width);
    if (media.preview_height > 0) json.member("preview_height", media.preview_height);
    if (auto const& colours = media.colours; !colours.background.empty()) {
      json.member("background", colours.background);
      json.member("foreground", colours.foreground);
      json.member("accent", colours.accent);
    }
  });
  return json.take();
}

void read_media_meta(Json const& meta, Media& media) {
  if (!meta.is_object() || meta.empty()) return;
  auto& playing = media.playing;
  read(meta, "seconds", playing.seconds);
  read(meta, "bitrate", playing.bitrate);
  read(meta, "frame_rate", playing.frame_rate);
  read(meta, "sound_codec", playing.sound_codec);
  read(meta, "sound_channels", playing.sound_channels);
  read(meta, "sound_rate", playing.sound_rate);
  read(meta, "preview_width", media.preview_width);
  read(meta, "preview_height", media.preview_height);
  read(meta, "background", media.colours.background);
  read(meta, "foreground", media.colours.foreground);
  read(meta, "accent", media.colours.accent);
}

}  // namespace dunlin::store
