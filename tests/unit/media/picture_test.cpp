#include "dunlin/media/picture.hpp"

#include <gtest/gtest.h>

#include "support/pictures.hpp"

namespace dunlin::media {
namespace {

TEST(Picture, IsMadeSmallerUntilItFits) {
  auto const bytes = test::drawn_png(900, 600);
  auto const picture = draw_picture(bytes, *sniff(bytes));
  EXPECT_EQ(picture.whole.width, 900);
  EXPECT_EQ(picture.preview.width, preview_size(900, 600).width);
  EXPECT_EQ(picture.preview.height, preview_size(900, 600).height);
  EXPECT_EQ(picture.preview.extension, "jpg");
  EXPECT_EQ(picture.blurhash.size(), 36U);
}

TEST(Picture, AnAvatarIsASquare) {
  auto const bytes = test::drawn_png(90, 60);
  auto const avatar = draw_avatar(bytes, *sniff(bytes));
  EXPECT_EQ(avatar.width, 400);
  EXPECT_EQ(avatar.height, 400);
}

TEST(Picture, ABombIsRefusedFromItsHeader) {
  auto const bytes = "\x89PNG\r\n\x1A\n" +
                     test::pictures::png_part("IHDR" + test::pictures::big(50'000, 4) + test::pictures::big(50'000, 4) +
                                              test::pictures::big(0x08020000, 4) + std::string(1, '\0')) +
                     test::pictures::png_part("IDAT" + test::pictures::stored(std::string(1000, '\0')));
  EXPECT_THROW(draw_picture(bytes, Type{MediaKind::image, "image/png", "png"}), PictureTooLarge);
}

TEST(Picture, NoReaderOpensASvg) {
  std::string const svg = R"(<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9"/></svg>)";
  EXPECT_THROW(draw_picture(svg, Type{MediaKind::image, "image/png", "png"}), BrokenPicture);
}

}  // namespace
}  // namespace dunlin::media
