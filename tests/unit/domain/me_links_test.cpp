#include "dunlin/domain/me_links.hpp"

#include <gmock/gmock.h>

namespace dunlin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(MeLinks, AreFoundInAnchorsAndInTheHead) {
  EXPECT_THAT(me_links(R"(<html><head><title>T</title><link rel="me" href="https://a.example/@a"></head>
    <body><p>Find me <a href='https://b.example/@b' rel='nofollow ME noopener'>there</a></p></body></html>)"),
              ElementsAre("https://a.example/@a", "https://b.example/@b"));
  EXPECT_THAT(me_links("<a rel=me href=/@c>"), ElementsAre("/@c"));
}

TEST(MeLinks, AreNotWhatOnlyLooksLikeOne) {
  for (auto const* page : {
           "<!-- <a rel='me' href='https://a.example'>x</a> -->",
           "<script>\"<a rel='me' href='https://a.example'>x</a>\"</script>",
           "<textarea><a rel='me' href='https://a.example'>x</a></textarea>",
           "<title><a rel='me' href='https://a.example'>x</a></title>",
           "&lt;a rel='me' href='https://a.example'&gt;",
           "<a rel='meow' href='https://a.example'>x</a>",
           "<a rel='me'>x</a>",
           "<a title=\"<a rel='me' href='https://a.example'>\">x</a",
           "",
       })
    EXPECT_THAT(me_links(page), IsEmpty()) << page;
}

TEST(MeLinks, AreFoundBehindMuchElse) {
  std::string page;
  for (int i = 0; i < 20'000; ++i) page += "<div><b>x</b></div>";
  EXPECT_THAT(me_links(page + "<a rel=me href=https://a.example>x</a>"), ElementsAre("https://a.example"));
}

}  // namespace
}  // namespace dunlin
