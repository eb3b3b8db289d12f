#include "dunlin/media/sniff.hpp"

#include <algorithm>
#include <array>

#include "image_size.hpp"

namespace dunlin::media {
namespace {

using std::string_view;

constexpr std::array<Type, 18> types{{
    {MediaKind::image, "image/jpeg", "jpg"},
    {MediaKind::image, "image/png", "png"},
    {MediaKind::image, "image/gif", "gif"},
    {MediaKind::image, "image/webp", "webp"},
    {MediaKind::image, "image/avif", "avif"},
    {MediaKind::image, "image/heic", "heic"},
    {MediaKind::image, "image/heif", "heif"},
    {MediaKind::image, "image/jxl", "jxl"},
    {MediaKind::video, "video/mp4", "mp4"},
    {MediaKind::video, "video/quicktime", "mov"},
    {MediaKind::video, "video/webm", "webm"},
    {MediaKind::video, "video/ogg", "ogv"},
    {MediaKind::video, "video/x-ms-asf", "asf"},
    {MediaKind::audio, "audio/mpeg", "mp3"},
    {MediaKind::audio, "audio/ogg", "ogg"},
    {MediaKind::audio, "audio/wav", "wav"},
    {MediaKind::audio, "audio/flac", "flac"},
    {MediaKind::audio, "audio/aac", "aac"},
}};
constexpr Type m4a{MediaKind::audio, "audio/mp4", "m4a"};

Type type_called(string_view extension) {
  return *std::ranges::find(types, extension, &Type::extension);
}

Type picture(string_view extension, Size size) {
  auto type = type_called(extension);
  type.width = size.width;
  type.height = size.height;
  return type;
}

bool is_one_of(string_view word, std::initializer_list<string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

/// The family of MP4: the brand decides.
std::optional<Type> sniff_boxes(string_view bytes) {
  auto const brand = bytes.substr(8, 4);
  if (is_one_of(brand, {"avif", "avis"})) return picture("avif", heif_size(bytes));
  if (is_one_of(brand, {"heic", "heix", "heim", "heis", "hevc", "hevx"})) return picture("heic", heif_size(bytes));
  if (is_one_of(brand, {"mif1", "msf1"})) {
    // The general brand: which of the two it is stands among the compatible ones.
    return picture(bytes.substr(0, 64).contains("avif") ? "avif" : "heif", heif_size(bytes));
  }
  if (is_one_of(brand, {"M4A ", "M4B "})) return m4a;
  if (brand == "qt  ") return type_called("mov");
  if (is_one_of(brand, {"isom", "iso2", "iso3", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "M4VH", "M4VP",
                        "dash", "MSNV", "3gp4", "3gp5", "3gp6", "3g2a", "f4v "}))
    return type_called("mp4");
  return std::nullopt;
}

std::optional<Type> sniff_ogg(string_view bytes) {
  auto const first_page = bytes.substr(0, 128);
  if (first_page.contains("theora")) return type_called("ogv");
  for (auto const codec : {"vorbis", "OpusHead", "FLAC", "Speex"})
    if (first_page.contains(codec)) return type_called("ogg");
  return std::nullopt;
}

std::optional<Type> sniff_riff(string_view bytes) {
  auto const form = bytes.substr(8, 4);
  if (form == "WEBP") return picture("webp", webp_size(bytes));
  if (form == "WAVE") return type_called("wav");
  return std::nullopt;
}

/// A frame of MPEG audio: eleven bits set, then version, layer, and rates that are not reserved.
std::optional<Type> sniff_frame(string_view bytes) {
  auto const at = [&](std::size_t place) { return static_cast<unsigned char>(bytes[place]); };
  if (bytes.size() < 4 || at(0) != 0xFF || (at(1) & 0xE0) != 0xE0) return std::nullopt;
  if ((at(1) & 0xF6) == 0xF0) return type_called("aac");
  bool const is_layer_three = (at(1) & 0x06) == 0x02;
  bool const has_rates = (at(1) & 0x18) != 0x08 && (at(2) & 0xF0) != 0xF0 && (at(2) & 0x0C) != 0x0C;
  return is_layer_three && has_rates ? std::optional(type_called("mp3")) : std::nullopt;
}

std::optional<Type> sniff_any(string_view bytes) {
  if (bytes.size() < 16) return std::nullopt;
  if (bytes.starts_with("\xFF\xD8\xFF")) return picture("jpg", jpeg_size(bytes));
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return picture("png", png_size(bytes));
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return picture("gif", gif_size(bytes));
  // A bare codestream, or one in boxes (ISO/IEC 18181-2). How large it is stands between bits that libvips reads.
  if (bytes.starts_with("\xFF\x0A") || bytes.starts_with(string_view("\0\0\0\x0CJXL \r\n\x87\n", 12)))
    return type_called("jxl");
  if (bytes.starts_with("RIFF")) return sniff_riff(bytes);
  if (bytes.substr(4, 4) == "ftyp") return sniff_boxes(bytes);
  if (bytes.starts_with("OggS")) return sniff_ogg(bytes);
  if (bytes.starts_with("fLaC")) return type_called("flac");
  if (bytes.starts_with("ID3")) return type_called("mp3");
  if (bytes.starts_with("\x1A\x45\xDF\xA3") && bytes.substr(0, 64).contains("webm")) return type_called("webm");
  if (bytes.starts_with("\x30\x26\xB2\x75\x8E\x66\xCF\x11")) return type_called("asf");
  return sniff_frame(bytes);
}

}  // namespace

std::optional<Type> sniff(string_view bytes) {
  auto type = sniff_any(bytes);
  // These always say how large they are; one that does not is broken.
  bool const must_have_size = type && is_one_of(type->extension, {"jpg", "png", "gif", "webp"});
  if (must_have_size && (type->width == 0 || type->height == 0)) return std::nullopt;
  return type;
}

string_view type_of_extension(string_view extension) {
  if (extension == m4a.extension) return m4a.name;
  auto const* const found = std::ranges::find(types, extension, &Type::extension);
  return found == types.end() ? string_view() : found->name;
}

}  // namespace dunlin::media
