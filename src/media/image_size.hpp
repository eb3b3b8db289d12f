#pragma once
#include <cstdint>
#include <string_view>

namespace dunlin::media {

/// Of a picture as it is shown, upright; zeros when the header does not say.
struct Size {
  int width = 0, height = 0;
};

Size png_size(std::string_view bytes);
Size gif_size(std::string_view bytes);
Size jpeg_size(std::string_view bytes);
Size webp_size(std::string_view bytes);
/// HEIF and AVIF: the largest picture inside.
Size heif_size(std::string_view bytes);

}  // namespace dunlin::media
