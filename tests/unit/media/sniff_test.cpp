#include "dunlin/media/sniff.hpp"

#include <gtest/gtest.h>

#include "support/pictures.hpp"

namespace dunlin::media {
namespace {

std::string_view name_of(std::string const& bytes) {
  auto const type = sniff(bytes);
  return type ? type->name : "none";
}

TEST(Sniff, KnowsFilesByTheirFirstBytes) {
  EXPECT_EQ(name_of(test::png(3, 4)), "image/png");
  EXPECT_EQ(name_of(test::gif(3, 4)), "image/gif");
  EXPECT_EQ(name_of(test::jpeg(3, 4)), "image/jpeg");
  EXPECT_EQ(name_of(test::webp(3, 4)), "image/webp");
  EXPECT_EQ(name_of(test::mp4()), "video/mp4");
  EXPECT_EQ(name_of(test::wav()), "audio/wav");
  EXPECT_EQ(name_of("OggS" + std::string(24, '\0') + "OpusHead" + std::string(64, '\0')), "audio/ogg");
  EXPECT_EQ(name_of("ID3" + std::string(64, '\0')), "audio/mpeg");
}

TEST(Sniff, TakesNothingElse) {
  EXPECT_EQ(name_of(""), "none");
  EXPECT_EQ(name_of("this is no picture, only words"), "none");
  EXPECT_EQ(name_of("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>"), "none");
  EXPECT_EQ(name_of("<!DOCTYPE html><script>alert(1)</script>"), "none");
  EXPECT_EQ(name_of(test::png(0, 4)), "none") << "a picture without a width is broken";
  for (auto const& whole : {test::png(3, 4), test::jpeg(3, 4), test::webp(3, 4), test::mp4()})
    for (std::size_t length = 0; length < whole.size(); ++length)
      sniff(whole.substr(0, length));  // and does not read on
}

TEST(Sniff, ReadsTheSizeFromTheHeader) {
  for (auto const& bytes : {test::png(600, 400), test::gif(600, 400), test::jpeg(600, 400), test::webp(600, 400),
                            test::jpeg(400, 600, 6)}) {  // lies on its side
    auto const type = sniff(bytes);
    ASSERT_TRUE(type);
    EXPECT_EQ(type->width, 600) << type->name;
    EXPECT_EQ(type->height, 400) << type->name;
  }
}

TEST(Sniff, TypesOfStoredFilesAreThoseTheyCameWith) {
  for (auto const& bytes : {test::png(3, 4), test::mp4(), test::wav()}) {
    auto const type = sniff(bytes);
    EXPECT_EQ(type_of_extension(type->extension), type->name);
  }
  EXPECT_EQ(type_of_extension("html"), "");
}

}  // namespace
}  // namespace dunlin::media
