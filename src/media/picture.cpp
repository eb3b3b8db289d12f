// Pictures through libvips: the only file that knows it.
#include "dunlin/media/picture.hpp"

#include <vips/vips.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <mutex>
#include <span>

#include "blurhash.hpp"
#include "colours.hpp"

namespace dunlin::media {
namespace {

constexpr double most_whole_pixels = 3840.0 * 2160;
constexpr double most_preview_pixels = 640.0 * 360;
constexpr double most_header_pixels = 1500.0 * 500;
constexpr int avatar_side = 400;
constexpr int blur_side = 32;
constexpr int most_frames = 1000;
constexpr std::int64_t most_moving_pixels = 4 * most_image_pixels;  // of all frames together

struct Drop {
  void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Drop>;

[[noreturn]] void fail() {
  std::string const why = vips_error_buffer();
  vips_error_clear();
  throw BrokenPicture(why.empty() ? "unreadable" : why.substr(0, why.find('\n')));
}

Image held(VipsImage* image) {
  if (!image) fail();
  return Image(image);
}

/// Once per process, when the first picture comes: it loads many libraries.
void start() {
  static std::once_flag once;
  std::call_once(once, [] {
    if (VIPS_INIT("dunlin") != 0) fail();
    // Broken pictures are their senders' affair, not a line in our log.
    g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING, [](char const*, GLogLevelFlags, char const*, void*) {}, nullptr);
    // Several pictures share the cores, and none comes twice.
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    vips_cache_set_max_mem(0);
    vips_cache_set_max_files(0);
    // Of all readers only those of the types we take: SVG, PDF and ImageMagick stay shut.
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (auto const* reader : {"VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp",
                               "VipsForeignLoadNsgif", "VipsForeignLoadHeif", "VipsForeignLoadJxl"})
      vips_operation_block_set(reader, FALSE);
  });
}

struct Header {
  int width = 0, height = 0;  // upright
  int frames = 1;
  bool has_profile = false;  // says what its numbers mean; else they are sRGB already, or inks
};

/// Reads no pixel: a bomb is refused before it costs anything.
Header read_header(std::string_view bytes) {
  auto const image = held(vips_image_new_from_buffer(bytes.data(), bytes.size(), "", nullptr));
  Header header{vips_image_get_width(image.get()), vips_image_get_height(image.get()),
                std::max(vips_image_get_n_pages(image.get()), 1),
                vips_image_get_typeof(image.get(), VIPS_META_ICC_NAME) != 0};
  if (vips_image_get_orientation_swap(image.get())) std::swap(header.width, header.height);
  auto const pixels = std::int64_t{header.width} * header.height;
  if (pixels > most_image_pixels) throw PictureTooLarge("too many pixels");
  return header;
}

bool can_move(Type const& type) {
  return type.extension == "gif" || type.extension == "webp";
}

struct Box {
  int width, height;
};

Box within(double width, double height, double most_pixels) {
  auto const scale = std::min(1.0, std::sqrt(most_pixels / (width * height)));
  auto const side = [&](double length) { return std::max(static_cast<int>(std::lround(length * scale)), 1); };
  return {side(width), side(height)};
}

enum class Cut { none, centre };

/// Upright, in sRGB, 8 bits. A JPEG is decoded no larger than needed. What has no profile is not put through one:
/// libvips would shift its blues.
Image scaled(std::string_view bytes, Header const& header, Box box, Cut cut, bool all_frames = false) {
  VipsImage* out = nullptr;
  // libvips takes the bytes as not constant and leaves them alone.
  auto* const data = const_cast<char*>(bytes.data());
  auto const failed =
      vips_thumbnail_buffer(data, bytes.size(), &out, box.width, "height", box.height, "size",
                            cut == Cut::centre ? VIPS_SIZE_BOTH : VIPS_SIZE_DOWN, "crop",
                            cut == Cut::centre ? VIPS_INTERESTING_CENTRE : VIPS_INTERESTING_NONE, "export_profile",
                            header.has_profile ? "srgb" : nullptr, "fail_on", VIPS_FAIL_ON_ERROR, "option_string",
                            all_frames ? "n=-1,fail_on=error" : "fail_on=error", nullptr);
  if (failed != 0) fail();
  return held(out);
}

std::string saved(VipsImage* image, char const* how) {
  void* bytes = nullptr;
  std::size_t size = 0;
  if (vips_image_write_to_buffer(image, how, &bytes, &size, nullptr) != 0) fail();
  std::unique_ptr<void, void (*)(void*)> const owner(bytes, g_free);
  return {static_cast<char const*>(bytes), size};
}

// Which camera it was and how it was set; not its number, nor whose it is, nor its maker's own notes.
constexpr std::array<std::string_view, 16> camera_fields{"exif-ifd0-Make",
                                                         "exif-ifd0-Model",
                                                         "exif-ifd2-LensMake",
                                                         "exif-ifd2-LensModel",
                                                         "exif-ifd2-ExposureTime",
                                                         "exif-ifd2-FNumber",
                                                         "exif-ifd2-FocalLength",
                                                         "exif-ifd2-ISOSpeedRatings",
                                                         "exif-ifd2-PhotographicSensitivity",
                                                         "exif-ifd2-Flash",
                                                         "exif-ifd2-MeteringMode",
                                                         "exif-ifd2-WhiteBalance",
                                                         "exif-ifd2-ExposureBiasValue",
                                                         "exif-ifd2-ExposureProgram",
                                                         "exif-ifd2-FocalLengthIn35mmFilm",
                                                         "exif-ifd2-DateTimeOriginal"};

/// Leaves of all that is said beside the pixels only how it moves, and of the camera what is asked for. (The writers'
/// own "strip" is not enough: that of WebP keeps everything.)
void forget_metadata(VipsImage* image, Camera camera) {
  constexpr std::array<std::string_view, 4> kept{VIPS_META_PAGE_HEIGHT, VIPS_META_N_PAGES, "delay", "loop"};
  std::unique_ptr<char*, void (*)(char**)> const fields(vips_image_get_fields(image), g_strfreev);
  for (auto* const* field = fields.get(); field && *field; ++field)
    if (std::ranges::find(kept, *field) == kept.end() &&
        (camera == Camera::forget || std::ranges::find(camera_fields, *field) == camera_fields.end()))
      vips_image_remove(image, *field);
}

Drawn drawn(VipsImage* image, std::string_view extension, Camera camera = Camera::forget) {
  forget_metadata(image, camera);
  Drawn made{.extension = extension, .width = vips_image_get_width(image), .height = vips_image_get_page_height(image)};
  bool const bare = camera == Camera::forget;
  if (extension == "jpg")
    made.bytes = saved(image, bare ? ".jpg[Q=90,strip=true,optimize_coding=true]" : ".jpg[Q=90,optimize_coding=true]");
  if (extension == "png") made.bytes = saved(image, bare ? ".png[strip=true]" : ".png");
  if (extension == "webp") made.bytes = saved(image, bare ? ".webp[Q=85,strip=true]" : ".webp[Q=85]");
  if (extension == "gif") made.bytes = saved(image, ".gif[strip=true]");
  return made;
}

/// What every browser shows stays what it is; the rest becomes a JPEG, or a PNG where it is transparent.
std::string_view kept_as(Type const& type, VipsImage* image) {
  for (std::string_view const same : {"jpg", "png", "webp", "gif"})
    if (type.extension == same) return same;
  return vips_image_hasalpha(image) ? "png" : "jpg";
}

/// The blurhash and the colours of a preview, from few of its pixels.
void look_at(std::string_view preview, Picture& picture) {
  auto image = scaled(preview, {}, {blur_side, blur_side}, Cut::none);
  VipsImage* next = nullptr;
  if (vips_image_hasalpha(image.get())) {
    if (vips_flatten(image.get(), &next, nullptr) != 0) fail();
    image = held(next);
  }
  if (vips_colourspace(image.get(), &next, VIPS_INTERPRETATION_sRGB, nullptr) != 0) fail();
  image = held(next);
  std::size_t size = 0;
  std::unique_ptr<void, void (*)(void*)> const pixels(vips_image_write_to_memory(image.get(), &size), g_free);
  auto const width = vips_image_get_width(image.get()), height = vips_image_get_height(image.get());
  if (!pixels || size != static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3) fail();
  std::span const rgb(static_cast<std::uint8_t const*>(pixels.get()), size);
  picture.blurhash = blurhash(rgb, width, height);
  picture.colours = colours_of(rgb, width, height);
}

Drawn draw_whole(std::string_view bytes, Type const& type, Header const& header, Box box, Cut cut,
                 Camera camera = Camera::forget) {
  bool const moves = header.frames > 1 && can_move(type);
  if (moves &&
      (header.frames > most_frames || std::int64_t{header.width} * header.height * header.frames > most_moving_pixels))
    throw PictureTooLarge("too many frames");
  auto const image = scaled(bytes, header, box, moves ? Cut::none : cut, moves);
  return drawn(image.get(), kept_as(type, image.get()), camera);
}

Picture preview_of(std::string_view bytes, Header const& header, PreviewSize size) {
  auto const small = scaled(bytes, header, {size.width, size.height}, Cut::none);
  Picture picture;
  picture.preview = drawn(small.get(), vips_image_hasalpha(small.get()) ? "png" : "jpg");
  look_at(picture.preview.bytes, picture);
  return picture;
}

}  // namespace

PreviewSize preview_size(int width, int height) {
  if (width <= 0 || height <= 0) return {0, 0};
  auto const box = within(width, height, most_preview_pixels);
  return {box.width, box.height};
}

Picture draw_picture(std::string_view bytes, Type const& type, Camera camera) {
  start();
  auto const header = read_header(bytes);
  auto whole =
      draw_whole(bytes, type, header, within(header.width, header.height, most_whole_pixels), Cut::none, camera);
  auto picture = preview_of(bytes, header, preview_size(whole.width, whole.height));
  picture.whole = std::move(whole);
  return picture;
}

Picture draw_still(std::string_view bytes) {
  start();
  auto const header = read_header(bytes);
  return preview_of(bytes, header, preview_size(header.width, header.height));
}

int frames_of(std::string_view bytes) {
  start();
  return read_header(bytes).frames;
}

Drawn draw_avatar(std::string_view bytes, Type const& type) {
  start();
  return draw_whole(bytes, type, read_header(bytes), {avatar_side, avatar_side}, Cut::centre);
}

Drawn draw_header(std::string_view bytes, Type const& type) {
  start();
  auto const header = read_header(bytes);
  return draw_whole(bytes, type, header, within(header.width, header.height, most_header_pixels), Cut::none);
}

}  // namespace dunlin::media
