#include "dunlin/domain/links.hpp"

#include <gtest/gtest.h>

namespace dunlin {
namespace {

using Links = std::vector<std::string>;

Links links(char const* html) {
  return page_links(SafeHtml::trusted(html));
}

TEST(PageLinks, AreThoseToPages) {
  EXPECT_EQ(links("<p><a href=\"https://a.test/?x=1&amp;y=2\">a</a> <a href=\"http://b.test/\">b</a></p>"),
            (Links{"https://a.test/?x=1&y=2", "http://b.test/"}));
}

TEST(PageLinks, AreNotMentionsHashtagsOrQuotes) {
  EXPECT_TRUE(links("<p><a class=\"u-url mention\" href=\"https://a.test/@x\">@x</a>"
                    "<a class=\"mention hashtag\" rel=\"tag\" href=\"https://a.test/tags/x\">#x</a></p>"
                    "<p class=\"quote-inline\">RE: <a href=\"https://a.test/1\">a</a></p>"
                    "<a href=\"gemini://a.test\">g</a>")
                  .empty());
}

TEST(IframeSource, IsTheFirstOverHttps) {
  EXPECT_EQ(iframe_source("<div><iframe src=\"https://a.test/1\"></iframe></div>"), "https://a.test/1");
  EXPECT_EQ(iframe_source("<iframe src=\"javascript:x\"></iframe>"), "");
  EXPECT_EQ(iframe_source("text"), "");
}

}  // namespace
}  // namespace dunlin
