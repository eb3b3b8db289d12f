#include "platform/redis/address.hpp"

#include <gtest/gtest.h>

#include "dunlin/platform/redis/redis.hpp"

namespace dunlin::redis {
namespace {

TEST(RedisAddress, HasDefaultsForWhatTheUrlLeavesOut) {
  auto const address = read_address("redis://");
  EXPECT_EQ(address.host, "localhost");
  EXPECT_EQ(address.port, "6379");
  EXPECT_EQ(address.socket, "");
  EXPECT_EQ(address.database, 0);
}

TEST(RedisAddress, TakesUserPasswordPortAndDatabaseFromTheUrl) {
  auto const address = read_address("redis://duck:p%40nd@cache.example:6380/3");
  EXPECT_EQ(address.host, "cache.example");
  EXPECT_EQ(address.port, "6380");
  EXPECT_EQ(address.user, "duck");
  EXPECT_EQ(address.password, "p@nd");
  EXPECT_EQ(address.database, 3);
}

TEST(RedisAddress, TakesAPasswordWithoutAUser) {
  auto const address = read_address("redis://:pond@[::1]:6380");
  EXPECT_EQ(address.host, "::1");
  EXPECT_EQ(address.user, "");
  EXPECT_EQ(address.password, "pond");
}

TEST(RedisAddress, TakesAUnixSocketAndItsDatabase) {
  auto const address = read_address("unix:///run/redis/redis.sock?db=2");
  EXPECT_EQ(address.socket, "/run/redis/redis.sock");
  EXPECT_EQ(address.database, 2);
  EXPECT_EQ(read_address("/run/redis.sock").socket, "/run/redis.sock");
}

TEST(RedisAddress, RefusesWhatItCannotUseWithoutQuotingIt) {
  for (auto const* const bad : {"", "localhost:6379", "http://localhost", "rediss://localhost", "redis://h/secret",
                                "unix://", "redis://h/-1", "redis://h/99999999999"}) {
    try {
      read_address(bad);
      ADD_FAILURE() << bad << " was read";
    } catch (Error const& error) {
      EXPECT_EQ(std::string(error.what()).find("secret"), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace dunlin::redis
