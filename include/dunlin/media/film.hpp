#pragma once
#include <optional>
#include <stdexcept>
#include <string>

#include "dunlin/base/async.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/media/sniff.hpp"

namespace dunlin::media {

/// A film or a sound as every browser plays it, in a file of its own. Nothing is left of where it was taken.
struct Film {
  MediaKind kind = MediaKind::video;  // gifv when it is silent
  std::string extension;
  std::string path;
  int width = 0, height = 0;
  Playing playing;
  std::string still_path;  // a PNG of its first moment, or of a sound's cover; empty when there is none
};

/// What calls itself a film or a sound, but cannot be played, or is more than we take.
struct BrokenFilm : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct FilmLimits {
  std::string ffmpeg = "ffmpeg";  // ffprobe stands beside it
  std::uint64_t most_bytes = 0;   // of what is made
};

/// Film as MP4 (H.264 and AAC), sound as MP3; what is so already keeps its streams as they are. Works in the folder,
/// which the caller makes and clears. Takes minutes at most, in processes without network. Throws BrokenFilm, and
/// process::CannotStart when ffmpeg is missing.
awaitable<Film> convert_film(FilmLimits const& limits, std::string const& source, Type const& type,
                             std::string const& folder);

}  // namespace dunlin::media
