#include "web/words.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "web/template.hpp"

namespace dunlin::web {
namespace {

std::string_view chosen(std::string header) {
  http::Request request;
  request.headers.emplace_back("accept-language", std::move(header));
  return words_for(request).language();
}

TEST(Words, AreInTheLanguageThatTheReaderLikesBest) {
  EXPECT_EQ(chosen(""), "en");
  EXPECT_EQ(chosen("de"), "de");
  EXPECT_EQ(chosen("de-AT"), "de");
  EXPECT_EQ(chosen("fr, de;q=0.5, en;q=0.4"), "de");
  EXPECT_EQ(chosen("de;q=0.2, en;q=0.9"), "en");
  EXPECT_EQ(chosen("DE ; q=1.0"), "de");
  EXPECT_EQ(chosen("de;q=0"), "en");
  EXPECT_EQ(chosen("../../etc, {de}, ;;;,,"), "en");
  EXPECT_EQ(words_in("de-CH").language(), "de");
  EXPECT_EQ(words_in("xx").direction(), "ltr");
}

TEST(Words, FillInNamesAndCount) {
  auto const& german = words_in("de");
  EXPECT_EQ(german.say("page.about.title", {{"title", "Alles"}}), "Über Alles");
  EXPECT_EQ(german.say("page.profile.posts", {{"statuses", "1"}}), "<strong>1</strong> Beitrag");
  EXPECT_EQ(words_in("en").say("page.profile.posts", {{"statuses", "12"}}), "<strong>12</strong> posts");
  EXPECT_EQ(german.listed({"a", "b", "c"}), "a, b und c");
  EXPECT_THROW((void)german.say("page.nothing"), std::logic_error);
  EXPECT_THROW((void)german.say("page.about.title"), std::logic_error);
}

TEST(Words, KeepWhatIsFilledInFromBecomingHtml) {
  Data data;
  data.set("application", "<script>{domain}</script>");
  EXPECT_EQ(fill("{{t:page.form_post.heading}}", data, words_in("en")),
            "Back to &lt;script&gt;{domain}&lt;/script&gt;");
}

}  // namespace
}  // namespace dunlin::web
