#include "dunlin/domain/format.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace dunlin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

FormatRules rules() {
  return {.base_url = "https://here.example", .resolve = [](std::string const& handle) -> std::optional<MentionLink> {
            if (handle == "alice") return MentionLink{"alice", "alice", "https://here.example/@alice"};
            if (handle == "bob@far.example") return MentionLink{"bob", "bob@far.example", "https://far.example/@bob"};
            if (handle == "alice@far.example")
              return MentionLink{"alice", "alice@far.example", "https://far.example/@alice"};
            return std::nullopt;
          }};
}

std::string html(std::string_view text) {
  return format(text, rules()).text();
}

std::string url(std::string const& whole, std::string const& prefix, std::string const& middle,
                std::string const& rest) {
  return "<a href=\"" + whole +
         "\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">" + prefix +
         "</span><span class=\"" + (rest.empty() ? "" : "ellipsis") + "\">" + middle +
         "</span><span class=\"invisible\">" + rest + "</span></a>";
}

TEST(Format, EmptyTextIsEmpty) {
  EXPECT_EQ(html(""), "");
  EXPECT_EQ(html("\n\n\r\n"), "");
}

TEST(Format, NewlinesBecomeParagraphsAndBreaks) {
  EXPECT_EQ(html("one"), "<p>one</p>");
  EXPECT_EQ(html("one\ntwo"), "<p>one<br />two</p>");
  EXPECT_EQ(html("one\r\n\r\ntwo\n\n\n\nthree"), "<p>one</p><p>two</p><p>three</p>");
  EXPECT_EQ(html("\n\none\n"), "<p>one</p>");
}

TEST(Format, MarkupIsShownAsTyped) {
  EXPECT_EQ(html("<b>&'\""), "<p>&lt;b&gt;&amp;&#39;&quot;</p>");
}

TEST(Format, UrlsAreShownInThreeParts) {
  EXPECT_EQ(html("see https://www.far.example/x."),
            "<p>see " + url("https://www.far.example/x", "https://www.", "far.example/x", "") + ".</p>");
  std::string const exactly30 = "far.example/789012345678901234";
  ASSERT_EQ(exactly30.size(), 30U);
  EXPECT_EQ(html("http://" + exactly30), "<p>" + url("http://" + exactly30, "http://", exactly30, "") + "</p>");
  EXPECT_EQ(html("http://" + exactly30 + "5"),
            "<p>" + url("http://" + exactly30 + "5", "http://", exactly30 + "5", "") + "</p>");
  EXPECT_EQ(html("http://" + exactly30 + "56"),
            "<p>" + url("http://" + exactly30 + "56", "http://", exactly30, "56") + "</p>");
}

TEST(Format, UrlsEndWhereTheSentenceGoesOn) {
  EXPECT_EQ(html("(https://far.example/a_(b))"),
            "<p>(" + url("https://far.example/a_(b)", "https://", "far.example/a_(b)", "") + ")</p>");
  EXPECT_EQ(html("https://far.example/?q=1&r=2!"),
            "<p>" + url("https://far.example/?q=1&amp;r=2", "https://", "far.example/?q=1&amp;r=2", "") + "!</p>");
  EXPECT_EQ(html("「https://far.example/日本」です"),
            "<p>「" + url("https://far.example/日本", "https://", "far.example/日本", "") + "」です</p>");
  EXPECT_EQ(html("これhttps://far.example"),
            "<p>これ" + url("https://far.example", "https://", "far.example", "") + "</p>");
}

TEST(Format, OnlyUrlsWithAKnownSchemeAreLinked) {
  for (char const* text :
       {"far.example", "www.far.example/x", "javascript:alert(1)", "https://", "https:///x", "xhttps://a.example",
        "https://name:pass@far.example/", "https://name@far.example", "ftp://far.example"})
    EXPECT_EQ(html(text), "<p>" + std::string(text) + "</p>");
  EXPECT_THAT(html("xmpp:someone@far.example"),
              HasSubstr("<span class=\"invisible\">xmpp:</span><span class=\"\">someone@far.example"));
  EXPECT_THAT(html("magnet:?xt=urn:btih:abc"), HasSubstr("href=\"magnet:?xt=urn:btih:abc\""));
}

TEST(Format, MentionsAreCards) {
  std::string const alice =
      "<span class=\"h-card\" translate=\"no\"><a href=\"https://here.example/@alice\" class=\"u-url "
      "mention\">@<span>alice</span></a></span>";
  EXPECT_EQ(html("hi @alice!"), "<p>hi " + alice + "!</p>");
  EXPECT_EQ(html("(@Alice)"), "<p>(" + alice + ")</p>");
  EXPECT_THAT(html("@bob@Far.Example."), HasSubstr("class=\"u-url mention\">@<span>bob</span></a></span>.</p>"));
  EXPECT_EQ(html("@nobody@far.example mail@alice x/@alice"), "<p>@nobody@far.example mail@alice x/@alice</p>");
}

TEST(Format, MentionsOfTheSameNameShowTheirDomain) {
  auto const text = html("@alice @alice@far.example");
  EXPECT_THAT(text, HasSubstr("@<span>alice</span>"));
  EXPECT_THAT(text, HasSubstr("@<span>alice@far.example</span>"));
}

TEST(Format, HashtagsLinkToTheirNormalForm) {
  EXPECT_EQ(
      html("#Foo,"),
      "<p><a href=\"https://here.example/tags/foo\" class=\"mention hashtag\" rel=\"tag\">#<span>Foo</span></a>,</p>");
  EXPECT_THAT(html("#Über"), HasSubstr("/tags/%C3%BCber\""));
  EXPECT_EQ(html("#123 a#b https"), "<p>#123 a#b https</p>");
}

TEST(Format, ShortcodesStay) {
  EXPECT_EQ(html("a :blob_cat: b"), "<p>a :blob_cat: b</p>");
}

TEST(Format, ProfileFieldsAreOneLineAndSayMe) {
  auto field = rules();
  field.profile_field = true;
  EXPECT_EQ(format("a\nb", field).text(), "a b");
  EXPECT_THAT(format("https://a.example", field).text(), HasSubstr("rel=\"nofollow noopener me\""));
  EXPECT_THAT(format("@bob@far.example", field).text(), HasSubstr("@<span>bob@far.example</span>"));
}

TEST(Format, CostIsLinear) {
  auto const start = std::chrono::steady_clock::now();
  for (std::string const piece : {"http://a@", "https://a.example/))))", "@a@a.", "#a", ":", "http:", "@", "a.b-c"}) {
    std::string text;
    while (text.size() < 200'000) text += piece;
    format(text, {});
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(MentionedHandles, AreDistinctAndLowerCase) {
  EXPECT_THAT(mentioned_handles("@A @a @b@X.example, @b@x.example. @c@127.0.0.1:3000 @d@bücher.example"),
              ElementsAre("a", "b@x.example", "c@127.0.0.1:3000", "d@xn--bcher-kva.example"));
  EXPECT_THAT(mentioned_handles("mail@a https://x.example/@a @ @-"), IsEmpty());
}

TEST(TypedHashtags, AreDistinctByTheirNormalForm) {
  auto const tags = typed_hashtags("#Foo #foo #BAR https://x.example/#no");
  ASSERT_EQ(tags.size(), 2U);
  EXPECT_EQ(tags[0].name, "foo");
  EXPECT_EQ(tags[0].typed, "Foo");
  EXPECT_EQ(tags[1].name, "bar");
}

}  // namespace
}  // namespace dunlin
