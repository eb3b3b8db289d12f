#include "server/changes.hpp"

#include <gtest/gtest.h>

using namespace dunlin;
using server::read_changes;
using server::write_changes;

TEST(ChangeMessage, IsReadByOthersAndSkippedByItsSender) {
  std::vector<db::Change> const changes{{"status", "1"}, {"token", "user:2"}, {"instance", "a b"}};
  auto const message = write_changes("me", changes);
  EXPECT_TRUE(read_changes("me", message).empty());
  auto const read = read_changes("you", message);
  ASSERT_EQ(read.size(), 3U);
  EXPECT_EQ(read[1].kind, "token");
  EXPECT_EQ(read[1].key, "user:2");
  EXPECT_EQ(read[2].key, "a b");
}

TEST(ChangeMessage, WhatCannotBeReadChangesNothing) {
  for (auto const* message : {"", "\n", "other", "other\n", "other\nstatus", "other\n\n\n"})
    EXPECT_TRUE(read_changes("me", message).empty()) << message;
}
