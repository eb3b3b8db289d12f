#include "dunlin/domain/quote.hpp"

#include <gtest/gtest.h>

namespace dunlin {
namespace {

constexpr AccountId author{1}, viewer{2};
constexpr QuotePolicy anybody{.automatic = QuotePolicy::anybody}, followers{.automatic = QuotePolicy::followers},
    nobody{};

QuoteApproval open(QuotePolicy policy, QuoteFooting footing) {
  return approval(author, Visibility::public_, policy, footing);
}

TEST(QuoteApproval, FollowsThePolicy) {
  EXPECT_EQ(open(anybody, {.viewer = viewer}), QuoteApproval::automatic);
  EXPECT_EQ(open(followers, {.viewer = viewer}), QuoteApproval::denied);
  EXPECT_EQ(open(followers, {.viewer = viewer, .follows = true}), QuoteApproval::automatic);
  EXPECT_EQ(open(nobody, {.viewer = viewer, .follows = true}), QuoteApproval::denied);
  EXPECT_EQ(open({.manual = QuotePolicy::anybody}, {.viewer = viewer}), QuoteApproval::manual);
  EXPECT_EQ(open({.automatic = QuotePolicy::following}, {.viewer = viewer, .followed_by = true}),
            QuoteApproval::automatic);
  EXPECT_EQ(open({.automatic = QuotePolicy::unsupported}, {.viewer = viewer}), QuoteApproval::unknown);
}

TEST(QuoteApproval, IsNeverGivenToNobodyNorForDirectMessages) {
  EXPECT_EQ(open(anybody, {}), QuoteApproval::denied);
  EXPECT_EQ(approval(author, Visibility::direct, anybody, {.viewer = author}), QuoteApproval::denied);
}

TEST(QuoteApproval, OfPrivatePostsIsTheAuthorsAlone) {
  EXPECT_EQ(approval(author, Visibility::private_, nobody, {.viewer = author}), QuoteApproval::automatic);
  EXPECT_EQ(approval(author, Visibility::private_, anybody, {.viewer = viewer, .follows = true}),
            QuoteApproval::denied);
}

TEST(QuotePolicy, IsOneNumber) {
  EXPECT_EQ(QuotePolicy::from_number(anybody.number()), anybody);
  EXPECT_EQ(QuotePolicy({.automatic = 4, .manual = 2}).number(), 4 << 16 | 2);
}

}  // namespace
}  // namespace dunlin
