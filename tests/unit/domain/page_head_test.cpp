#include "dunlin/domain/page_head.hpp"

#include <gtest/gtest.h>

#include <string>

namespace dunlin {
namespace {

TEST(PageHead, TakesTheFirstOfEachMeta) {
  auto const head = read_page_head(
      "<head><META Property='OG:Title' content=one><meta property=og:title content=two><title>t\n</title>", "");
  EXPECT_EQ(head.meta({"og:title"}), "one");
  EXPECT_EQ(head.title, "t");
}

TEST(PageHead, PrefersInTheOrderAskedFor) {
  auto const head = read_page_head("<meta name=description content=plain><meta name=twitter:title content=''>", "");
  EXPECT_EQ(head.meta({"og:description", "description"}), "plain");
  EXPECT_EQ(head.meta({"twitter:title", "og:title"}), "");
}

TEST(PageHead, IgnoresCommentsScriptsAndTheBody) {
  auto const head = read_page_head(
      "<html lang=fr><!-- <title>no</title> --><script>'<meta name=a content=b>'</script><style><title>no</title>"
      "</style><title>yes</title><body><meta name=a content=c>",
      "");
  EXPECT_EQ(head.title, "yes");
  EXPECT_EQ(head.language, "fr");
  EXPECT_TRUE(head.metas.empty());
}

TEST(PageHead, MindsQuotedAngles) {
  EXPECT_EQ(read_page_head("<meta name=x content='a > b &lt; c'>", "").meta({"x"}), "a > b < c");
}

TEST(PageHead, ReadsTheEncodingFromThePage) {
  EXPECT_EQ(read_page_head("<meta charset='windows-1251'><title>\xCF\xF0\xE8\xE2\xE5\xF2</title>", "").title, "Привет");
  EXPECT_EQ(read_page_head("<meta charset='no-such'><title>x</title>", "text/html").title, "x");
}

TEST(PageHead, FindsTheAddressOfTheEmbedDocument) {
  auto const head = read_page_head("<link rel=alternate type='application/json+oembed' href='/o?a=1&amp;b=2'>", "");
  EXPECT_EQ(head.oembed_url, "/o?a=1&b=2");
}

TEST(PageHead, IsReadFromAnything) {
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "<meta name=a" + std::to_string(i) + " content=b>";
  EXPECT_LE(read_page_head(many, "").metas.size(), 400U);
  for (auto const* text : {"", "<", "<meta", "<meta content='", "<title>", "</", "<!--", "\xFF\xFE<title>"})
    read_page_head(text, "text/html; charset=\"");
  read_page_head(std::string(1'000'000, '<'), "");
}

}  // namespace
}  // namespace dunlin
