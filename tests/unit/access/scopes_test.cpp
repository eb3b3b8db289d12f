#include "dunlin/access/scopes.hpp"

#include <gtest/gtest.h>

namespace dunlin::access {
namespace {

Scopes parsed(std::string_view words) {
  return Scopes::parse(words).value();
}
Scopes needed(std::string_view words) {
  return Scopes::needed(words).value();
}

TEST(Scopes, AnUmbrellaIncludesItsLeaves) {
  EXPECT_TRUE(parsed("read").contains(parsed("read:statuses")));
  EXPECT_TRUE(parsed("write").contains(parsed("write:media")));
  EXPECT_TRUE(parsed("admin:read").contains(parsed("admin:read:ip_blocks")));
  EXPECT_FALSE(parsed("read").contains(parsed("write:statuses")));
  EXPECT_FALSE(parsed("read").contains(parsed("admin:read")));
  EXPECT_FALSE(parsed("read").contains(parsed("profile")));
}

TEST(Scopes, AllLeavesTogetherAreNotTheUmbrella) {
  EXPECT_FALSE(parsed("read:accounts read:statuses read:search").contains(parsed("read")));
}

TEST(Scopes, FollowIsReadingAndWritingOfBlocksFollowsAndMutes) {
  for (auto const* leaf : {"read:blocks", "read:follows", "read:mutes", "write:blocks", "write:follows", "write:mutes"})
    EXPECT_TRUE(parsed("follow").contains(parsed(leaf))) << leaf;
  EXPECT_FALSE(parsed("follow").intersects(needed("write:statuses")));
}

TEST(Scopes, ARowThatAsksForFollowIsNotPassedByWhatFollowIncludes) {
  EXPECT_FALSE(parsed("read:blocks").intersects(needed("write:blocks,follow")));
  EXPECT_TRUE(parsed("write:blocks").intersects(needed("write:blocks,follow")));
  EXPECT_TRUE(parsed("write").intersects(needed("write:blocks,follow")));
  EXPECT_TRUE(parsed("follow").intersects(needed("write:blocks,follow")));
}

TEST(Scopes, ARowThatAsksForAnUmbrellaIsNotPassedByALeaf) {
  EXPECT_FALSE(parsed("read:statuses").intersects(needed("read")));
  EXPECT_TRUE(parsed("read").intersects(needed("read,read:statuses")));
}

TEST(Scopes, UnknownWordsAreRefused) {
  EXPECT_FALSE(Scopes::parse("read nonsense"));
  EXPECT_FALSE(Scopes::words("read:nonsense"));
  EXPECT_FALSE(Scopes::needed("reed"));
  EXPECT_FALSE(Scopes::words(std::string(3000, 'x')));
}

TEST(Scopes, SpaceAndPlusSeparateAndRepeatsAreDropped) {
  EXPECT_EQ(Scopes::words("read+write  follow read"), (std::vector<std::string>{"read", "write", "follow"}));
  EXPECT_EQ(joined(*Scopes::words("read+push")), "read push");
  EXPECT_TRUE(Scopes::words("")->empty());
}

TEST(Scopes, EveryWordThatIsListedIsUnderstood) {
  for (auto const word : Scopes::all_words()) EXPECT_TRUE(Scopes::parse(word)) << word;
  EXPECT_EQ(Scopes::all_words().size(), 47u);
}

}  // namespace
}  // namespace dunlin::access
