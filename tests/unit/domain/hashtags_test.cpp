#include "dunlin/domain/hashtags.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace dunlin {
namespace {

TEST(NormaliseHashtag, HasOneSpellingForEachTag) {
  struct Case {
    std::string name;
    std::optional<std::string> expected;
  };
  for (auto const& [name, expected] : std::vector<Case>{
           {"Foo", "foo"},        {"#Foo", "foo"},
           {"ＦＯＯ", "foo"},     {"STRASSE", "strasse"},
           {"Straße", "strasse"}, {"E\xCC\x81t\xC3\xA9", "\xC3\xA9t\xC3\xA9"},
           {"日本語", "日本語"},  {"2024年", "2024年"},
           {"a_b", "a_b"},        {"a·b", "a·b"},
           {"", std::nullopt},    {"#", std::nullopt},
           {"##a", std::nullopt}, {"2024", std::nullopt},
           {"٣٤", std::nullopt},  {"a b", std::nullopt},
           {"a<b", std::nullopt}, {"·a", std::nullopt},
           {"a·", std::nullopt},  {std::string(5000, 'x'), std::nullopt},
       })
    EXPECT_EQ(normalise_hashtag(name), expected) << name;
}

TEST(HashtagUrl, IsPercentEncoded) {
  EXPECT_EQ(hashtag_url("https://a.example", "über_1"), "https://a.example/tags/%C3%BCber_1");
}

}  // namespace
}  // namespace dunlin
