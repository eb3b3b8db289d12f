#include "dunlin/domain/notification.hpp"

#include <gtest/gtest.h>

namespace dunlin {
namespace {

TEST(Notification, BelongsToAGroupOfItsTypeAndStatus) {
  EXPECT_EQ(group_prefix("favourite", StatusId{42}), "favourite-42-");
  EXPECT_EQ(group_prefix("follow", {}), "follow-");
  EXPECT_EQ(group_prefix("mention", StatusId{42}), "");
}

TEST(Notification, ThatStandsAloneIsKnownByItsId) {
  EXPECT_EQ(shown_group_key({.id = {7}}), "ungrouped-7");
  EXPECT_EQ(shown_group_key({.id = {7}, .group_key = "follow-490000"}), "follow-490000");
  EXPECT_EQ(ungrouped_id("ungrouped-7"), NotificationId{7});
  EXPECT_FALSE(ungrouped_id("follow-490000"));
  EXPECT_FALSE(ungrouped_id("ungrouped-x"));
}

TEST(Notification, OfWhatWasAskedForIsNeverKeptBack) {
  for (auto const* type : {"status", "poll", "update", "severed_relationships", "admin.report"})
    EXPECT_FALSE(is_filterable(type)) << type;
  for (auto const* type : {"mention", "quote", "follow", "favourite", "added_to_collection"})
    EXPECT_TRUE(is_filterable(type)) << type;
}

}  // namespace
}  // namespace dunlin
