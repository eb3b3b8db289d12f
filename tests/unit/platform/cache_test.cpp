#include "dunlin/platform/cache.hpp"

#include <gtest/gtest.h>

#include <string>

using namespace dunlin;

namespace {
auto record(std::string text) {
  return std::make_shared<std::string const>(std::move(text));
}
}  // namespace

TEST(Cache, DropsTheLeastRecentlyUsedBeyondItsBytes) {
  Cache<int, std::string> cache(1000);
  for (int key = 1; key <= 3; ++key) cache.put(key, record("x"), 200, cache.stamp());
  ASSERT_TRUE(cache.find(1));  // 2 is now the oldest
  cache.put(4, record("x"), 200, cache.stamp());
  EXPECT_TRUE(cache.find(1));
  EXPECT_FALSE(cache.find(2));
  EXPECT_LE(cache.bytes(), 1000U);
}

TEST(Cache, DoesNotStoreWhatWasForgottenSinceItWasRead) {
  Cache<int, std::string> cache(1000);
  auto const before = cache.stamp();
  cache.forget(1);
  cache.put(1, record("old"), 1, before);
  EXPECT_FALSE(cache.find(1));
  cache.put(2, record("untouched"), 1, before);
  EXPECT_TRUE(cache.find(2));
  cache.put(1, record("new"), 1, cache.stamp());
  EXPECT_EQ(*cache.find(1), "new");
}

TEST(Cache, RefusesOldReadsAfterItWasClearedOrHasForgottenVeryMany) {
  Cache<int, std::string> cache(1'000'000);
  auto const before = cache.stamp();
  cache.clear();
  cache.put(1, record("old"), 1, before);
  EXPECT_FALSE(cache.find(1));
  auto const again = cache.stamp();
  for (int key = 10; key < 10'000; ++key) cache.forget(key);
  cache.put(10, record("old"), 1, again);
  EXPECT_FALSE(cache.find(10));
}
