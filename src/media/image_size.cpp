// Sizes from headers alone: nothing is decoded, whatever the header claims.
#include "image_size.hpp"

#include <algorithm>

namespace dunlin::media {
namespace {

constexpr std::size_t most_header_bytes = 256 * 1024;  // how far a HEIF header is searched
constexpr int most_side = 1'000'000;

/// Numbers at places of a text, zero beyond its end.
class Numbers {
 public:
  explicit Numbers(std::string_view bytes) : bytes_(bytes) {}
  std::uint32_t byte(std::size_t at) const { return at < bytes_.size() ? static_cast<unsigned char>(bytes_[at]) : 0; }
  std::uint32_t big16(std::size_t at) const { return byte(at) << 8 | byte(at + 1); }
  std::uint32_t big32(std::size_t at) const { return big16(at) << 16 | big16(at + 2); }
  std::uint32_t little16(std::size_t at) const { return byte(at) | byte(at + 1) << 8; }
  std::uint32_t little24(std::size_t at) const { return little16(at) | byte(at + 2) << 16; }
  std::uint32_t little32(std::size_t at) const { return little16(at) | little16(at + 2) << 16; }

 private:
  std::string_view bytes_;
};

Size size_of(std::uint32_t width, std::uint32_t height) {
  if (width > most_side || height > most_side) return {most_side, most_side};
  return {static_cast<int>(width), static_cast<int>(height)};
}

/// The orientation tag of an Exif block: 5 to 8 lie on their side.
bool lies_on_its_side(std::string_view exif) {
  if (!exif.starts_with(std::string_view("Exif\0\0", 6))) return false;
  auto const tiff = exif.substr(6);
  Numbers const at(tiff);
  bool const little = tiff.starts_with("II");
  auto const half = [&](std::size_t place) { return little ? at.little16(place) : at.big16(place); };
  std::size_t const table = little ? at.little32(4) : at.big32(4);
  auto const entries = std::min<std::uint32_t>(half(table), 512);
  constexpr std::uint32_t orientation = 0x0112;
  for (std::size_t i = 0; i < entries; ++i) {
    auto const entry = table + 2 + i * 12;
    if (half(entry) == orientation) return half(entry + 8) >= 5 && half(entry + 8) <= 8;
  }
  return false;
}

}  // namespace

Size png_size(std::string_view bytes) {
  Numbers const at(bytes);
  return bytes.substr(12, 4) == "IHDR" ? size_of(at.big32(16), at.big32(20)) : Size{};
}

Size gif_size(std::string_view bytes) {
  Numbers const at(bytes);
  return size_of(at.little16(6), at.little16(8));
}

Size jpeg_size(std::string_view bytes) {
  Numbers const at(bytes);
  bool turned = false;
  for (std::size_t place = 2; place + 4 <= bytes.size();) {
    if (at.byte(place) != 0xFF) return {};
    auto const marker = at.byte(place + 1);
    if (marker == 0xFF) {  // filling
      ++place;
      continue;
    }
    auto const length = at.big16(place + 2);
    if (marker == 0xE1) turned = turned || lies_on_its_side(bytes.substr(place + 4, length));
    bool const is_frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (is_frame) {
      auto const height = at.big16(place + 5), width = at.big16(place + 7);
      return turned ? size_of(height, width) : size_of(width, height);
    }
    if (length < 2 || marker == 0xDA) return {};
    place += 2 + length;
  }
  return {};
}

Size webp_size(std::string_view bytes) {
  Numbers const at(bytes);
  auto const form = bytes.substr(12, 4);
  if (form == "VP8X") return size_of(at.little24(24) + 1, at.little24(27) + 1);
  if (form == "VP8L") {
    auto const bits = at.little32(21);
    return size_of((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
  }
  if (form == "VP8 ") return size_of(at.little16(26) & 0x3FFF, at.little16(28) & 0x3FFF);
  return {};
}

Size heif_size(std::string_view bytes) {
  auto const header = bytes.substr(0, most_header_bytes);
  Numbers const at(header);
  Size largest;
  for (auto place = header.find("ispe"); place != header.npos; place = header.find("ispe", place + 4)) {
    auto const size = size_of(at.big32(place + 8), at.big32(place + 12));
    if (std::int64_t{size.width} * size.height > std::int64_t{largest.width} * largest.height) largest = size;
  }
  return largest;
}

}  // namespace dunlin::media
