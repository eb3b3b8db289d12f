#include "dunlin/domain/count.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace dunlin {
namespace {

TEST(CountCharacters, CountsWhatPeopleSee) {
  struct Case {
    std::string text;
    std::size_t expected;
  };
  for (auto const& [text, expected] : std::vector<Case>{
           {"", 0},
           {"hello", 5},
           {"é", 1},
           {"e\xCC\x81", 1},
           {"👩‍👩‍👧‍👦", 1},
           {"🇩🇪🇫🇷", 2},
           {"日本語", 3},
           {"a\r\nb", 3},
           {"https://example.com", 23},
           {"https://example.com/" + std::string(500, 'x'), 23},
           {"see https://a.example, ok", 4 + 23 + 4},
           {"example.com", 11},
           {"@alice", 6},
           {"@alice@very.long.domain.example hi", 9},
           {"#tag", 4},
       })
    EXPECT_EQ(count_characters(text), expected) << text;
}

}  // namespace
}  // namespace dunlin
