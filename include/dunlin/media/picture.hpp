#pragma once
#include <stdexcept>
#include <string>
#include <string_view>

#include "dunlin/media/sniff.hpp"

namespace dunlin::media {

/// A picture anew: its pixels alone, upright and in sRGB. Nothing is left of where and with what it was taken.
struct Drawn {
  std::string bytes;
  std::string_view extension;  // the type may have changed: what phones write and browsers cannot read is a JPEG now
  int width = 0, height = 0;
};
struct Picture {
  Drawn whole;
  Drawn preview;
  std::string blurhash;
  Colours colours;
};
/// What stays of what a camera wrote beside the pixels. Where it was taken, and by whose camera of all cameras, never
/// does.
enum class Camera { forget, keep };

/// What calls itself a picture, but cannot be read to its end.
struct BrokenPicture : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// What would be more pixels than are taken, all frames together. Only its header was read.
struct PictureTooLarge : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Each burns a core for up to a second and throws the two above. One call at a time uses one thread.
Picture draw_picture(std::string_view bytes, Type const& type, Camera camera = Camera::forget);
/// Only its preview and its blurhash, of what stands for a film or a sound. Its whole stays empty.
Picture draw_still(std::string_view bytes);
/// How many pictures it shows one after the other; 1 for what stands still. Reads all of a GIF, but draws nothing.
int frames_of(std::string_view bytes);
/// Cut to a square of 400.
Drawn draw_avatar(std::string_view bytes, Type const& type);
/// No larger than 1500 by 500 would be.
Drawn draw_header(std::string_view bytes, Type const& type);

struct PreviewSize {
  int width, height;
};
/// Of the preview that draw_picture makes of a whole of this size.
PreviewSize preview_size(int width, int height);

}  // namespace dunlin::media
