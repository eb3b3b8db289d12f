#include "dunlin/domain/sanitise.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace dunlin {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Case {
  char const* name;
  std::string html;
  std::string expected;
};

void PrintTo(Case const& c, std::ostream* out) {
  *out << c.name;
}

class Sanitise : public testing::TestWithParam<Case> {};

TEST_P(Sanitise, WritesOnlyWhatIsAllowed) {
  EXPECT_EQ(sanitise(GetParam().html).text(), GetParam().expected);
}

std::string const link_end = " rel=\"nofollow noopener\" target=\"_blank\">";

INSTANTIATE_TEST_SUITE_P(
    Cases, Sanitise,
    testing::Values(
        Case{"nothing", "", ""}, Case{"plain", "a & b < c", "a &amp; b &lt; c"},
        Case{"paragraph", "<p>Hello<br/>world</p>", "<p>Hello<br>world</p>"},
        Case{"inline",
             "<b>1</b><strong>2</strong><i>3</i><em>4</em><u>5</u><del>6</del><s>7</s><code>8</code><sub>9</sub>",
             "<b>1</b><strong>2</strong><i>3</i><em>4</em><u>5</u><del>6</del><s>7</s><code>8</code><sub>9</sub>"},
        Case{"ruby", "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
             "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>"},
        Case{"lists", "<ol start=\"3\" reversed><li value=\"7\">a</li></ol><ul><li>b</li></ul>",
             "<ol start=\"3\" reversed><li value=\"7\">a</li></ol><ul><li>b</li></ul>"},
        Case{"bad_list_numbers", "<ol start=\"x\"><li value=\"1e9\">a</li></ol>", "<ol><li>a</li></ol>"},
        Case{"heading", "<h2>Title</h2><p>x</p>", "<p><strong>Title</strong></p><p>x</p>"},
        Case{"divs_are_lines", "<div>a</div><div>b</div>", "a<br>b"},
        Case{"div_around_paragraph", "<div><p>a</p></div><div>b</div>", "<p>a</p>b"},
        Case{"event_handlers", "<p onclick=\"x()\" style=\"top:0\">a</p>", "<p>a</p>"},
        Case{"script", "<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"}, Case{"style", "<style>p{}</style>x", "x"},
        Case{"classes", "<p id=\"app\" class=\"modal-root h-card mention admin\">x</p>",
             "<p class=\"h-card mention\">x</p>"},
        Case{"no_class_left", "<span class=\"admin\">x</span>", "<span>x</span>"},
        Case{"mention",
             "<span class=\"h-card\" translate=\"no\"><a href=\"https://a.example/@b\" class=\"u-url "
             "mention\">@<span>b</span></a></span>",
             "<span class=\"h-card\" translate=\"no\"><a href=\"https://a.example/@b\" class=\"u-url mention\"" +
                 link_end + "@<span>b</span></a></span>"},
        Case{"link", "<a href=\" https://a.example/?a=1&b=2 \" rel=\"me\" target=\"_top\">x</a>",
             "<a href=\"https://a.example/?a=1&amp;b=2\"" + link_end + "x</a>"},
        Case{"gemini", "<a href=\"gemini://a.example\">x</a>", "<a href=\"gemini://a.example\"" + link_end + "x</a>"},
        Case{"javascript", "<a href=\"javascript:alert(1)\">x</a>", "x"},
        Case{"javascript_in_pieces", "<a href=\"java\nscript:alert(1)\">x</a>", "x"},
        Case{"javascript_by_entity", "<a href=\"&#106;avascript:alert(1)\">x</a>", "x"},
        Case{"data", "<a href=\"data:text/html;base64,AA==\">x</a>", "x"},
        Case{"relative", "<a href=\"/about\">x</a>", "x"},
        Case{"http_without_host", "<a href=\"http:evil\">x</a>", "x"},
        Case{"scheme_in_capitals", "<a href=\"HTTPS://a.example/\">x</a>",
             "<a href=\"HTTPS://a.example/\"" + link_end + "x</a>"},
        Case{"quote_in_attribute", "<a href='https://a.example/\"onclick=\"x'>x</a>",
             "<a href=\"https://a.example/&quot;onclick=&quot;x\"" + link_end + "x</a>"},
        Case{"image", "<img src=\"https://a.example/x.png\" alt=\"A cat\" onerror=\"x()\">",
             "<a href=\"https://a.example/x.png\"" + link_end + "A cat</a>"},
        Case{"image_without_source", "<p>a<img src=x onerror=alert(1)></p>", "<p>a</p>"},
        Case{"image_of_emoji", "<img class=\"emoji\" src=\"https://a.example/x.png\" alt=\":blob_cat:\">",
             ":blob_cat:"},
        Case{"image_in_link", "<a href=\"https://a.example/\"><img src=\"https://a.example/i\" alt=\"i\"></a>",
             "<a href=\"https://a.example/\"" + link_end + "i</a>"},
        Case{"formula",
             "<math><semantics><mi>x</mi><annotation encoding=\"application/x-tex\">x^2 &lt; "
             "1</annotation></semantics></math>",
             "x^2 &lt; 1"},
        Case{"formula_hides_nothing", "<math><mtext><b>x</b><script>alert(1)</script></mtext></math>", ""},
        Case{"svg", "<svg><a href=\"https://a.example\">x</a></svg>y", "y"},
        Case{"unclosed", "<div><p><b><i><a href=\"https://a.example\">x",
             "<p><b><i><a href=\"https://a.example\"" + link_end + "x</a></i></b></p>"},
        Case{"comment", "a<!-- <b>x</b> -->b", "ab"},
        Case{"control_characters",
             "a\x01\x7F"
             "b\xC2\x85"
             "c",
             "abc"},
        Case{"language", "<p lang=\"de\">x</p><p lang='\"><'>y</p>", "<p lang=\"de\">x</p><p>y</p>"},
        Case{"attribute_breakout", "<abbr title=\"&quot;><script>x</script>\">a</abbr>",
             "<abbr title=\"&quot;&gt;&lt;script&gt;x&lt;/script&gt;\">a</abbr>"},
        Case{"cell_tricks",
             "<table><a href=\"https://a.example\">x<tr><td><a href=\"https://b.example\">y</a></td></tr></table>",
             "<a href=\"https://a.example\"" + link_end + "x</a><br><a href=\"https://b.example\"" + link_end +
                 "y</a>"}),
    [](auto const& param) { return std::string(param.param.name); });

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(SanitiseHostile, NestingIsCappedAndItsTextKept) {
  auto const html = sanitise(repeated("<b>", 5000) + "deep" + repeated("</b>", 5000)).text();
  EXPECT_THAT(html, HasSubstr("deep"));
  EXPECT_LT(html.size(), 2000U);
  auto const divs = sanitise(repeated("<div><blockquote><span>", 20000) + "deep").text();
  EXPECT_LT(divs.size(), 3000U);
}

TEST(SanitiseHostile, NoInputIsMuchMoreExpensiveThanItsLength) {
  auto const start = std::chrono::steady_clock::now();
  std::string distinct;
  for (int i = 0; i < 5000; ++i) distinct += "<b class=\"" + std::to_string(i) + "\"><p>x";
  std::vector<std::string> const inputs{
      distinct,
      repeated("<div><b></div>x", 9000),
      repeated("<a href=\"https://a.example\"><table><td>", 4000),
      repeated("<", 130000),
      repeated("</p>", 32000),
      repeated("<<b>b>", 20000),
      repeated("<p><i><table>", 9000),
      repeated("&lt;", 30000),
      repeated("<math><mi>", 12000),
      repeated("<svg><foreignObject>", 6000),
      repeated("<select><option>", 8000),
      repeated("<template>", 12000),
  };
  for (auto const& html : inputs) {
    EXPECT_LT(sanitise(html).text().size(), 4'000'000U);
    plain_text(html);
  }
  // Far above what it takes, far below what the square of such inputs would.
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST(SanitiseHostile, LeftOutTagsNeverFormNewOnes) {
  auto const html = sanitise(repeated("<b>", 5000) + "<<unknown>script>alert(1)<<unknown>/script>").text();
  EXPECT_THAT(html, Not(HasSubstr("<script")));
}

TEST(SanitiseHostile, EveryRecordedContentComesOutHarmless) {
  int files = 0;
  for (auto const& entry : std::filesystem::directory_iterator(DUNLIN_SOURCE_DIR "/tests/data/hostile")) {
    if (!entry.path().filename().string().starts_with("content_")) continue;
    std::ifstream file(entry.path());
    auto const activity = nlohmann::json::parse(file);
    auto const content = activity["object"].value("content", "");
    auto const html = sanitise(content).text();
    for (char const* forbidden :
         {"<script", "<style", "<iframe", "<form", "<input", "onerror", "onclick", "javascript:", "data:", "id="})
      EXPECT_THAT(html, Not(HasSubstr(forbidden))) << entry.path();
    EXPECT_EQ(sanitise(html).text(), html) << "is stable: " << entry.path();
    EXPECT_THAT(plain_text(activity["object"].value("summary", "")), Not(HasSubstr("<"))) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 16);
}

struct PlainCase {
  char const* html;
  char const* expected;
};

TEST(PlainText, KeepsTextAndLines) {
  for (auto const& [html, expected] : std::vector<PlainCase>{
           {"", ""},
           {"just text", "just text"},
           {"  a &amp; b&lt;c ", "a & b<c"},
           {"<p>one</p><p>two<br>three</p>", "one\n\ntwo\nthree"},
           {"<div>a</div><div>b</div>", "a\nb"},
           {"<ul><li>a</li><li>b</li></ul>", "a\nb"},
           {"<b>CW</b><script>alert(1)</script>", "CW"},
           {"x <img alt=\":blob:\" src=x> y", "x :blob: y"},
       })
    EXPECT_EQ(plain_text(html), expected) << html;
}

TEST(CleanText, KeepsNewlinesAndReplacesBrokenBytes) {
  EXPECT_EQ(clean_text("a\r\nb\rc\td\x02"), "a\nb\nc\td");
  EXPECT_EQ(clean_text(std::string_view("a\0b", 3)), "ab");
  EXPECT_EQ(clean_text("a\xFF"
                       "b"),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(clean_line("  two\nlines\t "), "two lines");
}

}  // namespace
}  // namespace dunlin
