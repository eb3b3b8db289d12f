#include "dunlin/domain/visibility.hpp"

#include <gtest/gtest.h>

namespace dunlin {
namespace {

TEST(Visibility, EveryWordIsReadBack) {
  for (char const* word : {"public", "unlisted", "private", "direct"}) {
    ASSERT_TRUE(visibility_from(word)) << word;
    EXPECT_EQ(to_text(*visibility_from(word)), word);
  }
}

TEST(Visibility, LimitedShowsAsPrivateAndCannotBeAskedFor) {
  EXPECT_EQ(to_text(Visibility::limited), "private");
  EXPECT_FALSE(visibility_from("limited"));
  EXPECT_FALSE(visibility_from(""));
  EXPECT_FALSE(visibility_from("Public"));
}

}  // namespace
}  // namespace dunlin
