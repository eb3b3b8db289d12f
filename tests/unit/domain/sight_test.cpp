#include "dunlin/domain/sight.hpp"

#include <gtest/gtest.h>

namespace dunlin {
namespace {

AccountId const author{1}, viewer{2};

Status status(Visibility visibility) {
  Status s;
  s.author = author;
  s.visibility = visibility;
  return s;
}

TEST(MaySee, OpenStatusesAreForEverybodyNotBlocked) {
  for (auto const visibility : {Visibility::public_, Visibility::unlisted}) {
    EXPECT_TRUE(may_see(status(visibility), {}));
    EXPECT_TRUE(may_see(status(visibility), {.viewer = viewer}));
    EXPECT_FALSE(may_see(status(visibility), {.viewer = viewer, .apart = true}));
  }
}

TEST(MaySee, OthersAreForTheirAuthorAndWhoIsNamed) {
  for (auto const visibility : {Visibility::private_, Visibility::direct, Visibility::limited}) {
    auto s = status(visibility);
    EXPECT_FALSE(may_see(s, {}));
    EXPECT_FALSE(may_see(s, {.viewer = viewer}));
    EXPECT_TRUE(may_see(s, {.viewer = author}));
    s.mentions = {{viewer, true}};
    EXPECT_TRUE(may_see(s, {.viewer = viewer}));
    EXPECT_FALSE(may_see(s, {.viewer = viewer, .apart = true}));
    EXPECT_FALSE(may_see(s, {}));
  }
}

TEST(MaySee, OnlyFollowersOnlyStatusesAreForFollowers) {
  EXPECT_TRUE(may_see(status(Visibility::private_), {.viewer = viewer, .follows = true}));
  EXPECT_FALSE(may_see(status(Visibility::direct), {.viewer = viewer, .follows = true}));
  EXPECT_FALSE(may_see(status(Visibility::limited), {.viewer = viewer, .follows = true}));
}

TEST(MaySee, LocalOnlyStatusesAreForPeopleOfThisServer) {
  auto s = status(Visibility::public_);
  s.local_only = true;
  EXPECT_FALSE(may_see(s, {}));
  EXPECT_FALSE(may_see(s, {.viewer = viewer}));
  EXPECT_TRUE(may_see(s, {.viewer = viewer, .local = true}));
  EXPECT_TRUE(may_see(s, {.viewer = author}));
}

}  // namespace
}  // namespace dunlin
