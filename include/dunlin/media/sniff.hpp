#pragma once
#include <optional>
#include <string_view>

#include "dunlin/domain/status.hpp"

namespace dunlin::media {

// What is taken, shown to clients by the instance document (behaviours.md, "Media"). Bytes are configuration.
inline constexpr std::int64_t most_image_pixels = 33'177'600;
inline constexpr std::int64_t most_video_pixels = 8'294'400;
inline constexpr std::int64_t most_video_frames = 120;              // a second
inline constexpr std::size_t most_picture_bytes = 8 * 1024 * 1024;  // of an avatar or a header

/// What a file is, by its first bytes: never by its name or by what its sender says.
struct Type {
  MediaKind kind = MediaKind::unknown;
  std::string_view name;       // "image/png"
  std::string_view extension;  // "png"
  int width = 0, height = 0;   // as its header says, turned upright; 0 for unknown
};

/// Nothing for what is none of the types we take.
std::optional<Type> sniff(std::string_view bytes);

/// The media type that a stored file is served with, by its extension; empty for unknown ones.
std::string_view type_of_extension(std::string_view extension);

}  // namespace dunlin::media
