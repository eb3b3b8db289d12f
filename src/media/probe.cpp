#include "probe.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "dunlin/base/json.hpp"

namespace dunlin::media {
namespace {

std::string text(Json const& from, char const* name) {
  auto const found = from.find(name);
  return found != from.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Of a number, or of text that is one.
double number(Json const& from, char const* name) {
  auto const found = from.find(name);
  if (found == from.end()) return 0;
  double value = 0;
  if (found->is_number()) value = found->get<double>();
  if (found->is_string()) {
    auto const& words = found->get_ref<std::string const&>();
    std::from_chars(words.data(), words.data() + words.size(), value);
  }
  return std::isfinite(value) ? value : 0;
}

int small_number(Json const& from, char const* name) {
  return static_cast<int>(std::clamp(number(from, name), -1e9, 1e9));
}

/// "30000/1001"
double ratio(std::string_view words) {
  auto const slash = words.find('/');
  if (slash == words.npos) return 0;
  double above = 0, below = 0;
  std::from_chars(words.data(), words.data() + slash, above);
  std::from_chars(words.data() + slash + 1, words.data() + words.size(), below);
  return below > 0 ? above / below : 0;
}

bool is_cover(Json const& stream) {
  auto const found = stream.find("disposition");
  return found != stream.end() && found->is_object() && number(*found, "attached_pic") != 0;
}

int rotation_of(Json const& stream) {
  auto const found = stream.find("side_data_list");
  if (found == stream.end() || !found->is_array()) return 0;
  for (auto const& item : *found)
    if (item.is_object() && item.contains("rotation")) return small_number(item, "rotation");
  return 0;
}

Probe::Picture read_picture(Json const& stream) {
  Probe::Picture picture{.index = small_number(stream, "index"),
                         .codec = text(stream, "codec_name"),
                         .pixels = text(stream, "pix_fmt"),
                         .width = small_number(stream, "width"),
                         .height = small_number(stream, "height"),
                         .frame_rate = text(stream, "avg_frame_rate"),
                         .rotation = rotation_of(stream)};
  if (ratio(picture.frame_rate) == 0) picture.frame_rate = text(stream, "r_frame_rate");
  picture.frames_a_second = ratio(picture.frame_rate);
  if (picture.frames_a_second == 0) picture.frame_rate.clear();
  return picture;
}

void read_stream(Probe& probe, Json const& stream) {
  auto const sort = text(stream, "codec_type");
  if (sort == "video" && is_cover(stream)) {
    if (!probe.cover) probe.cover = small_number(stream, "index");
  } else if (sort == "video" && !probe.picture) {
    probe.picture = read_picture(stream);
  } else if (sort == "audio" && !probe.sound) {
    probe.sound = Probe::Sound{.index = small_number(stream, "index"),
                               .codec = text(stream, "codec_name"),
                               .channels = text(stream, "channel_layout"),
                               .rate = small_number(stream, "sample_rate")};
  }
}

}  // namespace

std::optional<Probe> read_probe(std::string_view json) {
  auto const said = parse_json(json);
  if (!said.is_object()) return std::nullopt;
  auto const format = said.find("format"), streams = said.find("streams");
  if (format == said.end() || !format->is_object() || streams == said.end() || !streams->is_array())
    return std::nullopt;
  Probe probe{.format = text(*format, "format_name"),
              .seconds = std::max(number(*format, "duration"), 0.0),
              .bitrate = static_cast<std::int64_t>(std::clamp(number(*format, "bit_rate"), 0.0, 1e12))};
  for (auto const& stream : *streams)
    if (stream.is_object()) read_stream(probe, stream);
  return probe;
}

}  // namespace dunlin::media
