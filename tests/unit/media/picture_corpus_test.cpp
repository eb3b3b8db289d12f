// Every kind of picture that phones and people send, made here, and exactly what becomes of each.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <vips/vips.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "dunlin/media/picture.hpp"
#include "support/pictures.hpp"

namespace dunlin::media {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Drop {
  void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Drop>;
using Colour = std::array<int, 3>;

constexpr Colour red{220, 30, 30}, green{30, 200, 40}, blue{30, 40, 210}, white{250, 250, 250}, brown{200, 100, 50};
constexpr int width = 96, height = 64;

struct PictureCorpus : testing::Test {
  static void SetUpTestSuite() {
    // Its first picture makes the code under test start libvips, with the readers it allows.
    auto const bytes = test::drawn_png(8, 8);
    draw_avatar(bytes, *sniff(bytes));
  }

  /// Red, green, blue, white: from the upper left, clockwise ending at the lower left.
  static Image corners(int across = width, int down = height) {
    std::vector<unsigned char> pixels;
    for (int y = 0; y < down; ++y)
      for (int x = 0; x < across; ++x) {
        bool const right = x >= across / 2, low = y >= down / 2;
        auto const& colour = low ? (right ? blue : white) : (right ? green : red);
        for (auto const channel : colour) pixels.push_back(static_cast<unsigned char>(channel));
      }
    return of(pixels, across, down);
  }
  static Image plain(Colour colour) {
    std::vector<unsigned char> pixels;
    for (int i = 0; i < width * height; ++i)
      for (auto const channel : colour) pixels.push_back(static_cast<unsigned char>(channel));
    return of(pixels, width, height);
  }
  static Image of(std::vector<unsigned char> const& pixels, int across, int down) {
    VipsImage* image =
        vips_image_new_from_memory_copy(pixels.data(), pixels.size(), across, down, 3, VIPS_FORMAT_UCHAR);
    VipsImage* named = nullptr;
    EXPECT_EQ(vips_copy(image, &named, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr), 0);
    g_object_unref(image);
    return Image(named);
  }
  /// Three pictures, one after the other.
  static Image film() {
    std::array<Image, 3> frames{plain(red), plain(green), plain(blue)};
    std::array<VipsImage*, 3> list{frames[0].get(), frames[1].get(), frames[2].get()};
    VipsImage* joined = nullptr;
    EXPECT_EQ(vips_arrayjoin(list.data(), &joined, 3, "across", 1, nullptr), 0);
    std::array<int, 3> delays{100, 100, 100};
    vips_image_set_int(joined, VIPS_META_PAGE_HEIGHT, height);
    vips_image_set_array_int(joined, "delay", delays.data(), 3);
    return Image(joined);
  }
  static std::string bytes_of(VipsImage* image, char const* how) {
    void* data = nullptr;
    std::size_t size = 0;
    EXPECT_EQ(vips_image_write_to_buffer(image, how, &data, &size, nullptr), 0) << how << ": " << vips_error_buffer();
    std::string bytes(static_cast<char const*>(data), size);
    g_free(data);
    return bytes;
  }
  static Picture drawn(std::string const& bytes) {
    auto const type = sniff(bytes);
    EXPECT_TRUE(type);
    return draw_picture(bytes, *type);
  }
  static Image read(std::string const& bytes, char const* how = "") {
    Image image(vips_image_new_from_buffer(bytes.data(), bytes.size(), how, nullptr));
    EXPECT_TRUE(image) << vips_error_buffer();
    // Readers are lazy, and the bytes may not live on.
    return Image(vips_image_copy_memory(image.get()));
  }
  /// What a browser would show there, for x and y from 0 to 1.
  static Colour at(VipsImage* image, double x, double y) {
    double* point = nullptr;
    int bands = 0;
    EXPECT_EQ(vips_getpoint(image, &point, &bands, static_cast<int>(x * image->Xsize),
                            static_cast<int>(y * image->Ysize), nullptr),
              0);
    Colour colour{};
    for (int i = 0; i < 3; ++i) colour[static_cast<std::size_t>(i)] = static_cast<int>(point[bands < 3 ? 0 : i]);
    g_free(point);
    return colour;
  }
  static testing::AssertionResult near(Colour seen, Colour wanted, int most = 12) {
    for (std::size_t i = 0; i < 3; ++i)
      if (std::abs(seen[i] - wanted[i]) > most)
        return testing::AssertionFailure()
               << testing::PrintToString(seen) << " is not " << testing::PrintToString(wanted);
    return testing::AssertionSuccess();
  }
  static void expect_corners(VipsImage* image, std::array<Colour, 4> const& wanted) {
    EXPECT_TRUE(near(at(image, 0.2, 0.2), wanted[0])) << "upper left";
    EXPECT_TRUE(near(at(image, 0.8, 0.2), wanted[1])) << "upper right";
    EXPECT_TRUE(near(at(image, 0.8, 0.8), wanted[2])) << "lower right";
    EXPECT_TRUE(near(at(image, 0.2, 0.8), wanted[3])) << "lower left";
  }
};

TEST_F(PictureCorpus, EveryOrientationStandsUpright) {
  // Where the stored corners (red, green, blue, white) belong, clockwise from the upper left.
  std::array<std::array<Colour, 4>, 8> const upright{{{red, green, blue, white},
                                                      {green, red, white, blue},
                                                      {blue, white, red, green},
                                                      {white, blue, green, red},
                                                      {red, white, blue, green},
                                                      {white, red, green, blue},
                                                      {blue, green, red, white},
                                                      {green, blue, white, red}}};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    SCOPED_TRACE(orientation);
    auto const image = corners();
    vips_image_set_int(image.get(), VIPS_META_ORIENTATION, orientation);
    auto const picture = drawn(bytes_of(image.get(), ".jpg[Q=95]"));
    bool const turned = orientation >= 5;
    EXPECT_EQ(picture.whole.width, turned ? height : width);
    EXPECT_EQ(picture.whole.height, turned ? width : height);
    auto const& wanted = upright[static_cast<std::size_t>(orientation - 1)];
    for (auto const* made : {&picture.whole, &picture.preview}) {
      auto const shown = read(made->bytes);
      EXPECT_EQ(vips_image_get_orientation(shown.get()), 1);
      expect_corners(shown.get(), wanted);
    }
  }
}

TEST_F(PictureCorpus, NothingIsLeftOfWhereAndWithWhatItWasTaken) {
  for (auto const* how : {".jpg", ".png", ".webp"}) {
    SCOPED_TRACE(how);
    auto const image = corners();
    vips_image_set_string(image.get(), "exif-ifd0-Model", "Spycam 3000 (Spycam 3000, ASCII, 12 components, 12 bytes)");
    vips_image_set_string(image.get(), "exif-ifd3-GPSLatitude",
                          "52/1 31/1 0/1 (52, 31,  0, Rational, 3 components, 24 bytes)");
    std::string const note = "<x:xmpmeta xmlns:x='adobe:ns:meta/'>spied</x:xmpmeta>";
    vips_image_set_blob_copy(image.get(), VIPS_META_XMP_NAME, note.data(), note.size());
    auto const bytes = bytes_of(image.get(), how);
    ASSERT_NE(vips_image_get_typeof(read(bytes).get(), VIPS_META_XMP_NAME), 0U);
    if (std::string_view(how) != ".png") {  // libspng writes none
      ASSERT_NE(vips_image_get_typeof(read(bytes).get(), VIPS_META_EXIF_NAME), 0U);
    }
    auto const picture = drawn(bytes);
    for (auto const* made : {&picture.whole, &picture.preview}) {
      EXPECT_THAT(made->bytes, Not(HasSubstr("spied")));
      EXPECT_THAT(made->bytes, Not(HasSubstr("Spycam")));
      auto const shown = read(made->bytes);
      for (auto const* field : {"exif-ifd0-Model", "exif-ifd3-GPSLatitude", VIPS_META_XMP_NAME, VIPS_META_IPTC_NAME})
        EXPECT_EQ(vips_image_get_typeof(shown.get(), field), 0U) << field;
    }
  }
}

TEST_F(PictureCorpus, WhichCameraItWasStaysForWhoAsksButNeverWhere) {
  for (auto const* how : {".jpg", ".webp"}) {
    SCOPED_TRACE(how);
    auto const image = corners();
    for (auto const& [name, value] : {std::pair{"exif-ifd0-Model", "Kamera 7"},
                                      {"exif-ifd2-LensModel", "35mm"},
                                      {"exif-ifd0-Artist", "Somebody"},
                                      {"exif-ifd2-BodySerialNumber", "S-1234"}}) {
      auto const text = std::string(value) + " (" + value + ", ASCII, 1 components, 1 bytes)";
      vips_image_set_string(image.get(), name, text.c_str());
    }
    vips_image_set_string(image.get(), "exif-ifd3-GPSLatitude",
                          "52/1 31/1 0/1 (52, 31,  0, Rational, 3 components, 24 bytes)");
    auto const bytes = bytes_of(image.get(), how);
    ASSERT_THAT(bytes, HasSubstr("S-1234"));
    auto const picture = draw_picture(bytes, *sniff(bytes), Camera::keep);
    EXPECT_THAT(picture.whole.bytes, HasSubstr("Kamera 7"));
    EXPECT_THAT(picture.whole.bytes, HasSubstr("35mm"));
    for (auto const* secret : {"Somebody", "S-1234"}) EXPECT_THAT(picture.whole.bytes, Not(HasSubstr(secret)));
    EXPECT_EQ(vips_image_get_typeof(read(picture.whole.bytes).get(), "exif-ifd3-GPSLatitude"), 0U);
    EXPECT_THAT(picture.preview.bytes, Not(HasSubstr("Kamera 7")));
  }
}

TEST_F(PictureCorpus, ItsColoursAreThoseOfItsEdgeAndWhatCanBeReadOnIt) {
  auto const one = drawn(bytes_of(plain(white).get(), ".png"));
  EXPECT_EQ(one.colours.background, "#fafafa");
  EXPECT_EQ(one.colours.foreground, "#000000");
  EXPECT_EQ(one.colours.accent, "#000000");
  // A red patch in the middle of white.
  auto const ground = plain(white);
  VipsImage* patched = nullptr;
  auto const patch = plain(red);
  VipsImage* small = nullptr;
  ASSERT_EQ(vips_resize(patch.get(), &small, 0.5, nullptr), 0);
  Image const patch_owner(small);
  ASSERT_EQ(vips_insert(ground.get(), small, &patched, vips_image_get_width(ground.get()) / 4,
                        vips_image_get_height(ground.get()) / 4, nullptr),
            0);
  Image const owner(patched);
  auto const two = drawn(bytes_of(patched, ".png"));
  EXPECT_EQ(two.colours.background, "#fafafa");
  EXPECT_THAT(two.colours.accent, ::testing::MatchesRegex("#[def].....")) << two.colours.accent;
}

TEST_F(PictureCorpus, ColoursOfOtherProfilesAreShownAsTheyWereMeant) {
  auto const image = plain(brown);
  VipsImage* wide = nullptr;
  ASSERT_EQ(vips_icc_transform(image.get(), &wide, "p3", "input_profile", "srgb", nullptr), 0) << vips_error_buffer();
  Image const owner(wide);
  ASSERT_FALSE(near(at(wide, 0.5, 0.5), brown, 6)) << "the numbers differ where the colours are the same";
  auto const shown = read(drawn(bytes_of(wide, ".png")).whole.bytes);
  EXPECT_TRUE(near(at(shown.get(), 0.5, 0.5), brown, 6));
}

TEST_F(PictureCorpus, ColoursForPrintersBecomeThoseOfScreens) {
  auto const image = plain(brown);
  VipsImage* inks = nullptr;
  ASSERT_EQ(vips_icc_transform(image.get(), &inks, "cmyk", "input_profile", "srgb", nullptr), 0) << vips_error_buffer();
  Image const owner(inks);
  ASSERT_EQ(vips_image_get_bands(inks), 4);
  auto const picture = drawn(bytes_of(inks, ".jpg[Q=95]"));
  auto const shown = read(picture.whole.bytes);
  EXPECT_EQ(picture.whole.extension, "jpg");
  EXPECT_EQ(vips_image_get_bands(shown.get()), 3);
  EXPECT_TRUE(near(at(shown.get(), 0.5, 0.5), brown, 25));
}

TEST_F(PictureCorpus, SixteenBitsBecomeEight) {
  auto const image = corners();
  VipsImage* deep = nullptr;
  ASSERT_EQ(vips_colourspace(image.get(), &deep, VIPS_INTERPRETATION_RGB16, nullptr), 0);
  Image const owner(deep);
  auto const bytes = bytes_of(deep, ".png");
  ASSERT_EQ(vips_image_get_format(read(bytes).get()), VIPS_FORMAT_USHORT);
  auto const picture = drawn(bytes);
  auto const shown = read(picture.whole.bytes);
  EXPECT_EQ(picture.whole.extension, "png");
  EXPECT_EQ(vips_image_get_format(shown.get()), VIPS_FORMAT_UCHAR);
  expect_corners(shown.get(), {red, green, blue, white});
}

TEST_F(PictureCorpus, GreyStaysGrey) {
  auto const image = plain(brown);
  VipsImage* grey = nullptr;
  ASSERT_EQ(vips_colourspace(image.get(), &grey, VIPS_INTERPRETATION_B_W, nullptr), 0);
  Image const owner(grey);
  for (auto const* how : {".jpg", ".png"}) {
    auto const picture = drawn(bytes_of(grey, how));
    auto const colour = at(read(picture.whole.bytes).get(), 0.5, 0.5);
    EXPECT_EQ(colour[0], colour[2]) << how;
    EXPECT_TRUE(near(colour, at(grey, 0.5, 0.5), 3)) << how;
    EXPECT_EQ(picture.blurhash.size(), 36U) << how;
  }
}

TEST_F(PictureCorpus, WhatIsTransparentStaysSo) {
  auto const image = corners();
  VipsImage* clear = nullptr;
  ASSERT_EQ(vips_bandjoin_const1(image.get(), &clear, 100, nullptr), 0);
  Image const owner(clear);
  for (auto const* how : {".png", ".webp[lossless]"}) {
    auto const picture = drawn(bytes_of(clear, how));
    for (auto const* made : {&picture.whole, &picture.preview})
      EXPECT_TRUE(vips_image_hasalpha(read(made->bytes).get())) << how;
    EXPECT_EQ(picture.preview.extension, "png") << how;
  }
}

TEST_F(PictureCorpus, WhatMovesKeepsItsFramesAndHasAPreviewThatStands) {
  auto const moving = film();
  for (auto const* how : {".gif", ".webp"}) {
    SCOPED_TRACE(how);
    auto const picture = drawn(bytes_of(moving.get(), how));
    EXPECT_EQ(picture.whole.height, height);
    auto const shown = read(picture.whole.bytes, "n=-1");
    EXPECT_EQ(vips_image_get_n_pages(shown.get()), 3);
    EXPECT_TRUE(near(at(shown.get(), 0.5, 0.1), red, 20));
    EXPECT_TRUE(near(at(shown.get(), 0.5, 0.5), green, 20));
    EXPECT_TRUE(near(at(shown.get(), 0.5, 0.9), blue, 20));
    auto const still = read(picture.preview.bytes);
    EXPECT_EQ(vips_image_get_height(still.get()), height);
    EXPECT_TRUE(near(at(still.get(), 0.5, 0.5), red, 20));
  }
}

TEST_F(PictureCorpus, WhatBrowsersCannotAllReadBecomesAJpeg) {
  auto const image = corners();
  for (auto const* how : {".avif[Q=90,effort=0]", ".heic[Q=90,effort=0]", ".jxl[Q=90,effort=3]"}) {
    SCOPED_TRACE(how);
    auto const picture = drawn(bytes_of(image.get(), how));
    EXPECT_EQ(picture.whole.extension, "jpg");
    EXPECT_EQ(picture.whole.width, width);
    EXPECT_EQ(picture.whole.height, height);
    expect_corners(read(picture.whole.bytes).get(), {red, green, blue, white});
  }
}

TEST_F(PictureCorpus, WhatEndsTooEarlyIsBroken) {
  auto const image = corners(300, 200);
  for (auto const* how : {".jpg", ".png", ".webp", ".gif", ".avif[effort=0]", ".heic[effort=0]", ".jxl[effort=3]"}) {
    SCOPED_TRACE(how);
    auto const bytes = bytes_of(image.get(), how);
    auto const half = bytes.substr(0, bytes.size() / 2);
    auto const type = sniff(half);
    ASSERT_TRUE(type);
    EXPECT_THROW(draw_picture(half, *type), BrokenPicture);
    auto const start = bytes.substr(0, 40);
    if (auto const known = sniff(start)) {
      EXPECT_THROW(draw_picture(start, *known), BrokenPicture);
    }
  }
}

TEST_F(PictureCorpus, NothingIsNoPicture) {
  EXPECT_FALSE(sniff(""));
  EXPECT_THROW(draw_picture("", {MediaKind::image, "image/png", "png"}), BrokenPicture);
}

TEST_F(PictureCorpus, WhatIsAPictureAndSomethingElseTooIsOnlyAPictureAfterwards) {
  std::string const other = "<script>alert(1)</script><?php evil(); ?>PK\x03\x04";
  auto const image = corners();
  for (auto const* how : {".jpg", ".png", ".webp", ".gif"}) {
    SCOPED_TRACE(how);
    auto bytes = bytes_of(image.get(), how) + other;
    if (bytes.starts_with("\xFF\xD8"))  // as a comment at its beginning too
      bytes.insert(2, "\xFF\xFE" + test::pictures::big(other.size() + 2, 2) + other);
    auto const picture = drawn(bytes);
    for (auto const* made : {&picture.whole, &picture.preview}) {
      EXPECT_THAT(made->bytes, Not(HasSubstr("script")));
      EXPECT_THAT(made->bytes, Not(HasSubstr("evil")));
    }
  }
}

TEST_F(PictureCorpus, HeadersThatPromiseTooMuchAreRefusedByAllReaders) {
  for (auto const& bytes : {test::png(50'000, 50'000), test::gif(50'000, 50'000), test::jpeg(50'000, 50'000)}) {
    auto const type = sniff(bytes);
    ASSERT_TRUE(type);
    EXPECT_EQ(type->width, 50'000);
    EXPECT_GT(std::int64_t{type->width} * type->height, most_image_pixels) << "refused before any reader sees it";
  }
}

TEST_F(PictureCorpus, OnlyTheReadersOfTheTypesWeTakeAreOpen) {
  std::array<std::string, 4> const others{
      R"(<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>)", "%PDF-1.4\n%",
      "P6 2 2 255 aaaaaaaaaaaaaaaa", std::string("II*\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0", 18)};
  for (auto const& bytes : others) {
    EXPECT_FALSE(sniff(bytes)) << bytes;
    EXPECT_THROW(draw_picture(bytes, {MediaKind::image, "image/png", "png"}), BrokenPicture) << bytes;
  }
}

}  // namespace
}  // namespace dunlin::media
