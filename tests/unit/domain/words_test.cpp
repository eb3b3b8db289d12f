#include "dunlin/domain/words.hpp"

#include <gtest/gtest.h>

#include <string>

namespace dunlin {
namespace {

std::string joined(std::vector<Word> const& words) {
  std::string text;
  for (auto const& word : words) text += (text.empty() ? "" : " ") + word.text + (word.beginning ? "*" : "");
  return text;
}

TEST(Words, FoldCaseWidthAndAccents) {
  EXPECT_EQ(joined(words_of("Ärger, CAFÉ! Ｆｕｌｌ Ώρα don’t #snake_case", 100)),
            "arger cafe full ωρα dont snake case");
}

TEST(Words, OfScriptsWithoutSpacesAreOverlappingPairs) {
  EXPECT_EQ(joined(words_of("東京都", 100)), "東京 京都 都");
  EXPECT_EQ(joined(words_to_find("東京都", 100)), "東京 京都");
  EXPECT_EQ(joined(words_to_find("京", 100)), "京*");
  EXPECT_EQ(joined(words_of("ガラス hello世界", 100)), "ガラ ラス ス hello 世界 界");
}

TEST(Words, KeepThePointsThatMakeOtherLetters) {
  EXPECT_NE(joined(words_of("か", 9)), joined(words_of("が", 9)));
  EXPECT_EQ(joined(words_of("й", 9)), joined(words_of("и", 9))) << "a short i is typed as an i";
}

TEST(Words, AreBounded) {
  EXPECT_EQ(words_of("a b c d", 3).size(), 3U);
  EXPECT_LE(words_of(std::string(500, 'x'), 9).at(0).text.size(), 64U);
  EXPECT_TRUE(words_of(" ,;: \xff\xfe", 9).empty());
}

}  // namespace
}  // namespace dunlin
