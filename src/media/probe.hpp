#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dunlin::media {

/// What ffprobe says of a file: its first stream of each sort.
struct Probe {
  struct Picture {
    int index = 0;
    std::string codec, pixels;  // "h264", "yuv420p"
    int width = 0, height = 0;  // as they are stored
    std::string frame_rate;     // "30000/1001"
    double frames_a_second = 0;
    int rotation = 0;  // degrees
  };
  struct Sound {
    int index = 0;
    std::string codec, channels;  // "aac", "stereo"
    int rate = 0;                 // samples a second
  };
  std::string format;  // "mov,mp4,m4a,…"
  double seconds = 0;
  std::int64_t bitrate = 0;
  std::optional<Picture> picture;
  std::optional<Sound> sound;
  std::optional<int> cover;  // the stream of a picture that belongs to a sound
};

/// Nothing for what is not ffprobe's JSON. What is missing or senseless in it stays empty.
std::optional<Probe> read_probe(std::string_view json);

}  // namespace dunlin::media
