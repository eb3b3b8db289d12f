#include "dunlin/domain/emoji.hpp"

#include <gtest/gtest.h>

namespace dunlin {
namespace {

TEST(Emoji, AreCharactersFlagsKeycapsAndSequences) {
  for (auto const* text :
       {"👍", "👍🏽", "❤️", "❤", "🇩🇪", "1️⃣", "👩‍👩‍👧", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "©️"})
    EXPECT_TRUE(is_emoji(text)) << text;
}

TEST(Emoji, AreOneAndNothingElse) {
  for (auto const* text : {"", "a", "1", "👍👍", "👍a", "🇩", "🇩🇪🇫", "👩‍", "\xef\xb8\x8f", "\xff", "blobcat"})
    EXPECT_FALSE(is_emoji(text)) << text;
}

}  // namespace
}  // namespace dunlin
