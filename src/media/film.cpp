// Film and sound through ffmpeg, which runs apart from us: what it reads was written by strangers.
#include "dunlin/media/film.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>
#include <vector>

#include "dunlin/platform/process/process.hpp"
#include "probe.hpp"

namespace dunlin::media {
namespace {

constexpr process::Limits to_look{
    .patience = std::chrono::seconds(30), .cpu_seconds = 20, .memory_bytes = 2048ULL * 1024 * 1024};
constexpr process::Limits to_convert{
    .patience = std::chrono::minutes(15), .cpu_seconds = 600, .memory_bytes = 4096ULL * 1024 * 1024};
constexpr std::uint64_t most_still_bytes = 64ULL * 1024 * 1024;

using Words = std::vector<std::string>;

/// The reader is named by us, from what the bytes are: no playlist or list of other files is ever followed.
std::string reader_of(Type const& type) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> readers{{{"mp4", "mov"},
                                                                                          {"mov", "mov"},
                                                                                          {"m4a", "mov"},
                                                                                          {"webm", "matroska"},
                                                                                          {"ogv", "ogg"},
                                                                                          {"ogg", "ogg"},
                                                                                          {"asf", "asf"},
                                                                                          {"mp3", "mp3"},
                                                                                          {"wav", "wav"},
                                                                                          {"flac", "flac"},
                                                                                          {"aac", "aac"},
                                                                                          {"gif", "gif"}}};
  auto const* const found = std::ranges::find(readers, type.extension, &decltype(readers)::value_type::first);
  if (found == readers.end()) throw BrokenFilm("no film or sound");
  return std::string(found->second);
}

Words& operator+=(Words& words, Words const& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Words reading(std::string const& reader, std::string const& source) {
  return {"-protocol_whitelist", "file,pipe", "-f", reader, "-i", "file:" + source};
}

std::string ffprobe_beside(std::string const& ffmpeg) {
  auto const slash = ffmpeg.rfind('/');
  return slash == ffmpeg.npos ? "ffprobe" : ffmpeg.substr(0, slash + 1) + "ffprobe";
}

awaitable<Probe> look(FilmLimits const& limits, std::string const& reader, std::string const& path) {
  Words command{ffprobe_beside(limits.ffmpeg), "-v", "fatal", "-show_format", "-show_streams", "-of", "json"};
  command += reading(reader, path);
  auto const ended = co_await process::run(std::move(command), to_look);
  auto probe = ended.well ? read_probe(ended.output) : std::nullopt;
  if (!probe) throw BrokenFilm("unreadable");
  co_return *std::move(probe);
}

awaitable<void> convert(FilmLimits const& limits, Words const& from, Words const& how, std::string const& to,
                        std::uint64_t most_bytes) {
  Words command{limits.ffmpeg, "-nostdin", "-v", "fatal", "-threads", "2"};
  command += from;
  command += how;
  command += {"-map_metadata", "-1", "-map_chapters", "-1", "-dn", "-sn", "-y", "file:" + to};
  auto allowed = to_convert;
  allowed.file_bytes = most_bytes;
  auto const ended = co_await process::run(std::move(command), allowed);
  if (!ended.well) throw BrokenFilm(ended.by_force ? "too much to convert" : "cannot be converted");
}

void check(Probe const& probe) {
  if (!probe.picture && !probe.sound) throw BrokenFilm("nothing to play");
  if (!probe.picture) return;
  if (std::int64_t{probe.picture->width} * probe.picture->height > most_video_pixels)
    throw BrokenFilm("too many pixels");
  if (probe.picture->frames_a_second > static_cast<double>(most_video_frames)) throw BrokenFilm("too many frames");
}

/// What browsers play needs no second loss of quality.
bool plays_everywhere(Probe const& probe) {
  auto const& picture = *probe.picture;
  return probe.format.contains("mp4") && picture.codec == "h264" && picture.rotation == 0 &&
         (picture.pixels == "yuv420p" || picture.pixels == "yuvj420p") && (!probe.sound || probe.sound->codec == "aac");
}

Words film_streams(Probe const& probe) {
  Words how{"-map", fmt::format("0:{}", probe.picture->index)};
  if (probe.sound) how += {"-map", fmt::format("0:{}", probe.sound->index)};
  if (plays_everywhere(probe)) {
    how += {"-c", "copy"};
  } else {
    // H.264 wants even sides.
    how += {"-c:v",     "libx264",
            "-preset",  "veryfast",
            "-crf",     "23",
            "-pix_fmt", "yuv420p",
            "-threads", "2",
            "-vf",      "scale='max(2,trunc(iw/2)*2)':'max(2,trunc(ih/2)*2)'",
            "-fpsmax",  std::to_string(most_video_frames)};
    if (probe.sound) how += {"-c:a", "aac", "-b:a", "128k", "-ac", "2"};
  }
  how += {"-movflags", "+faststart", "-f", "mp4"};
  return how;
}

Words sound_streams(Probe const& probe) {
  Words how{"-map", fmt::format("0:{}", probe.sound->index), "-vn"};
  if (probe.sound->codec == "mp3")
    how += {"-c:a", "copy"};
  else
    how += {"-c:a", "libmp3lame", "-q:a", "2"};
  how += {"-id3v2_version", "0", "-write_id3v1", "0", "-f", "mp3"};
  return how;
}

/// A moment of the film, or the cover of a sound. That there is none is no fault.
awaitable<std::string> take_still(FilmLimits const& limits, Words const& from, int stream, std::string const& folder) {
  auto const path = folder + "/still.png";
  Words const how{"-map", fmt::format("0:{}", stream), "-frames:v", "1", "-c:v", "png", "-f", "image2", "-update", "1"};
  try {
    co_await convert(limits, from, how, path, most_still_bytes);
  } catch (BrokenFilm const&) {
    co_return std::string();
  }
  co_return std::filesystem::exists(path) ? path : std::string();
}

void describe(Film& film, Probe const& probe) {
  film.playing.seconds = probe.seconds;
  film.playing.bitrate = probe.bitrate;
  if (probe.picture && film.kind != MediaKind::audio) {
    film.width = probe.picture->width;
    film.height = probe.picture->height;
    film.playing.frame_rate = probe.picture->frame_rate;
  }
  if (!probe.sound) return;
  film.playing.sound_codec = probe.sound->codec;
  film.playing.sound_rate = probe.sound->rate;
  film.playing.sound_channels = probe.sound->channels;
}

}  // namespace

awaitable<Film> convert_film(FilmLimits const& limits, std::string const& source, Type const& type,
                             std::string const& folder) {
  auto const reader = reader_of(type);
  auto const probe = co_await look(limits, reader, source);
  check(probe);
  bool const is_film = type.kind != MediaKind::audio && probe.picture;
  if (!is_film && !probe.sound) throw BrokenFilm("nothing to hear");
  Film film;
  film.kind = !is_film ? MediaKind::audio : probe.sound ? MediaKind::video : MediaKind::gifv;
  film.extension = is_film ? "mp4" : "mp3";
  film.path = folder + "/whole." + film.extension;
  auto const from = reading(reader, source);
  auto const how = is_film ? film_streams(probe) : sound_streams(probe);
  co_await convert(limits, from, how, film.path, limits.most_bytes);
  describe(film, co_await look(limits, is_film ? "mov" : "mp3", film.path));
  auto const shown = is_film ? std::optional(probe.picture->index) : probe.cover;
  if (shown) film.still_path = co_await take_still(limits, from, *shown, folder);
  co_return film;
}

}  // namespace dunlin::media
