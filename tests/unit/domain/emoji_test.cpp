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

TEST(Shortcodes, StandBetweenColonsThatTouchNothing) {
  using Codes = std::vector<std::string>;
  EXPECT_EQ(shortcodes_in(":blob_cat:"), Codes{"blob_cat"});
  EXPECT_EQ(shortcodes_in("a :one: b\n:two:, (:one:) :3d:!"), (Codes{"one", "two", "3d"}));
  for (auto const* none : {"", ":a:", "10:30:45", "x:cat:", ":cat:x",
                           "é:cat:", ":cat::dog:", "::cat:", ":ca-t:", ":cat", "cat:", ": cat :", "http://host:8080:"})
    EXPECT_EQ(shortcodes_in(none), Codes{}) << none;
}

}  // namespace
}  // namespace dunlin
