#include "dunlin/access/rate_limits.hpp"

#include <gtest/gtest.h>

#include "support/bare_app.hpp"
#include "support/private_redis.hpp"

namespace dunlin::access {
namespace {

struct SharedRateLimits : ::testing::Test {
  SharedRateLimits() {
    redis = std::make_unique<redis::Redis>(io.executor(), redis::Options{server.url(), "t:"});
    EXPECT_TRUE(test::eventually([&] { return redis->connected(); }));
  }
  ~SharedRateLimits() override {
    redis->close();
    io.stop();
  }
  void ask(RateLimits& limits, int times) {
    for (int i = 0; i < times; ++i) limits.check(someone, {}, noon);
  }
  int remaining(RateLimits& limits) { return limits.check(someone, {}, noon).remaining; }
  void merge(RateLimits& limits) { io.wait(limits.merge(*redis)); }

  Timestamp const noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + std::chrono::hours(12)};
  Subject const someone{TokenId{71}, UserId{7}, "192.0.2.1"};
  test::PrivateRedis server;
  test::IoThread io;
  std::unique_ptr<redis::Redis> redis;
  RateLimits one{true}, two{true};
};

TEST_F(SharedRateLimits, AddUpWhatTwoProcessesCounted) {
  ask(one, 100);
  ask(two, 50);
  merge(one);
  merge(two);
  EXPECT_EQ(remaining(two), 300 - 151);
  EXPECT_EQ(remaining(one), 300 - 101);
  merge(one);
  EXPECT_EQ(remaining(one), 300 - 152);
}

TEST_F(SharedRateLimits, RefuseWhatIsTooMuchForBothTogether) {
  ask(one, 200);
  ask(two, 200);
  merge(one);
  merge(two);
  EXPECT_FALSE(two.check(someone, {}, noon).allowed);
}

TEST_F(SharedRateLimits, CountNothingTwice) {
  ask(one, 10);
  for (int i = 0; i < 5; ++i) merge(one);
  EXPECT_EQ(remaining(one), 300 - 11);
}

TEST_F(SharedRateLimits, ForgetTheSumsWithTheirWindow) {
  ask(one, 10);
  merge(one);
  auto const keys = io.wait(redis->command({"KEYS", "t:limits:*"})).list;
  ASSERT_EQ(keys.size(), 2u);  // of the token and of the user
  for (auto const& key : keys) {
    auto const seconds = io.wait(redis->command({"TTL", key.text})).number;
    EXPECT_GT(seconds, 0);
    EXPECT_LE(seconds, 360);
  }
}

TEST_F(SharedRateLimits, GoOnAloneWhileRedisIsAway) {
  ask(one, 299);
  server.stop(SIGKILL);
  ASSERT_TRUE(test::eventually([&] { return !redis->connected(); }));
  merge(one);
  EXPECT_EQ(remaining(one), 0);
  EXPECT_FALSE(one.check(someone, {}, noon).allowed);
}

TEST_F(SharedRateLimits, AddUpByThemselvesOnceStarted) {
  one.start(*redis, io.executor());
  two.start(*redis, io.executor());
  ask(one, 100);
  EXPECT_TRUE(test::eventually([&] { return remaining(two) < 200; }));
  one.stop();
  two.stop();
}

}  // namespace
}  // namespace dunlin::access
