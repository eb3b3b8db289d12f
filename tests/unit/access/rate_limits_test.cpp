#include "dunlin/access/rate_limits.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace dunlin::access {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Timestamp const noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + hours(12)};

Subject const someone{TokenId{71}, UserId{7}, "192.0.2.1"};
Subject const nobody{TokenId{}, UserId{}, "192.0.2.1"};

int allowed_of(RateLimits& limits, int tries, Subject const& subject, Asked asked, Timestamp now = noon) {
  int allowed = 0;
  for (int i = 0; i < tries; ++i) allowed += limits.check(subject, asked, now).allowed;
  return allowed;
}

TEST(RateLimits, TellHowManyRequestsAreLeftAndWhenTheWindowEnds) {
  RateLimits limits(true);
  auto const first = limits.check(someone, {}, noon + seconds(10));
  EXPECT_TRUE(first.allowed);
  EXPECT_EQ(first.limit, 300);
  EXPECT_EQ(first.remaining, 299);
  EXPECT_EQ(first.reset, noon + minutes(5));
  EXPECT_EQ(limits.check(someone, {}, noon + seconds(11)).remaining, 298);
}

TEST(RateLimits, RefuseATokenAfter300RequestsUntilTheNextWindow) {
  RateLimits limits(true);
  EXPECT_EQ(allowed_of(limits, 400, someone, {}), 300);
  auto const refused = limits.check(someone, {}, noon);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.remaining, 0);
  EXPECT_TRUE(limits.check(someone, {}, noon + minutes(5)).allowed);
}

TEST(RateLimits, RefuseAUserAfter1500RequestsWithManyTokens) {
  RateLimits limits(true);
  int allowed = 0;
  for (int token = 1; token <= 10; ++token)
    allowed += allowed_of(limits, 200, {TokenId{token}, UserId{7}, "192.0.2.1"}, {});
  EXPECT_EQ(allowed, 1500);
}

TEST(RateLimits, CountTheAddressOnlyOfThoseWithoutAToken) {
  RateLimits limits(true);
  EXPECT_EQ(allowed_of(limits, 301, nobody, {}), 300);
  EXPECT_TRUE(limits.check(someone, {}, noon).allowed);
  EXPECT_TRUE(limits.check({TokenId{5}, UserId{}, "192.0.2.1"}, {}, noon).allowed);
  EXPECT_TRUE(limits.check({TokenId{}, UserId{}, "192.0.2.2"}, {}, noon).allowed);
}

TEST(RateLimits, AreThoseThatTheAdminWrote) {
  std::vector<config::RateLimit> const changed{{0, 3, hours(1)}};
  ASSERT_EQ(config::rate_limit_names[0], "token");
  RateLimits limits(true, changed);
  EXPECT_EQ(allowed_of(limits, 10, someone, {}), 3);
  auto const refused = limits.check(someone, {}, noon + minutes(59));
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.limit, 3);
  EXPECT_EQ(refused.reset, noon + hours(1));
  EXPECT_EQ(allowed_of(limits, 400, nobody, {}), 300) << "the others stay";
}

TEST(RateLimits, TakeAnIpv6HouseholdForOne) {
  RateLimits limits(true);
  EXPECT_EQ(allowed_of(limits, 200, {TokenId{}, UserId{}, "2001:db8::1"}, {}), 200);
  EXPECT_EQ(allowed_of(limits, 200, {TokenId{}, UserId{}, "2001:db8::ffff:2"}, {}), 100);
  EXPECT_EQ(allowed_of(limits, 200, {TokenId{}, UserId{}, "2001:db8:0:1::1"}, {}), 200);
}

TEST(RateLimits, TakeAMappedAddressForTheIpv4OneItIs) {
  RateLimits limits(true);
  EXPECT_EQ(allowed_of(limits, 300, nobody, {}), 300);
  EXPECT_FALSE(limits.check({TokenId{}, UserId{}, "::ffff:192.0.2.1"}, {}, noon).allowed);
  EXPECT_TRUE(limits.check({TokenId{}, UserId{}, "::ffff:192.0.2.2"}, {}, noon).allowed);
}

TEST(RateLimits, LeaveRequestsOutsideTheApiAlone) {
  RateLimits limits(true);
  EXPECT_EQ(allowed_of(limits, 1000, nobody, {Family::none, false, false}), 1000);
  EXPECT_EQ(limits.check(nobody, {Family::none, false, false}, noon).limit, 0);
}

TEST(RateLimits, CountPagedRequestsOverFifteenMinutes) {
  RateLimits limits(true);
  Asked const paged{Family::none, true, true};
  EXPECT_EQ(allowed_of(limits, 200, someone, paged), 200);
  EXPECT_EQ(allowed_of(limits, 200, someone, paged, noon + minutes(5)), 100);
  EXPECT_TRUE(limits.check(someone, {}, noon + minutes(5)).allowed);
}

TEST(RateLimits, ShowTheFamilyLimitWhereItIsTighter) {
  RateLimits limits(true);
  auto const verdict = limits.check(someone, {Family::deletions}, noon);
  EXPECT_EQ(verdict.limit, 30);
  EXPECT_EQ(verdict.remaining, 29);
  EXPECT_EQ(verdict.reset, noon + minutes(30));
  EXPECT_EQ(allowed_of(limits, 40, someone, {Family::deletions}), 29);
  EXPECT_TRUE(limits.check(someone, {Family::follows}, noon).allowed);
}

TEST(RateLimits, KnowEveryFamily) {
  struct {
    Family family;
    int limit;
    minutes period;
    bool by_address;
  } const families[] = {{Family::statuses, 300, minutes(180), false},     {Family::follows, 400, minutes(1440), false},
                        {Family::reports, 400, minutes(1440), false},     {Family::media, 30, minutes(30), false},
                        {Family::deletions, 30, minutes(30), false},      {Family::sign_up, 5, minutes(30), true},
                        {Family::app_registration, 5, minutes(10), true}, {Family::sign_in, 25, minutes(5), true}};
  Timestamp const midnight = noon + hours(12);
  for (auto const& one : families) {
    RateLimits limits(true);
    Asked const asked{one.family, false};
    EXPECT_EQ(limits.check(someone, asked, midnight).reset, midnight + one.period);
    EXPECT_EQ(allowed_of(limits, 500, someone, asked, midnight), one.limit - 1);
    EXPECT_FALSE(limits.check(someone, asked, midnight).allowed);
    Subject const neighbour{TokenId{9}, UserId{9}, "192.0.2.1"};
    EXPECT_EQ(limits.check(neighbour, asked, midnight).allowed, !one.by_address);
    EXPECT_TRUE(limits.check(someone, asked, midnight + one.period).allowed);
  }
}

TEST(RateLimits, CountSignInsOfALoginFromAllAddresses) {
  RateLimits limits(true);
  int allowed = 0;
  for (int i = 0; i < 40; ++i) allowed += limits.check_sign_in("duck@pond.example", noon).allowed;
  EXPECT_EQ(allowed, 25);
  EXPECT_TRUE(limits.check_sign_in("drake@pond.example", noon).allowed);
  EXPECT_TRUE(limits.check_sign_in("duck@pond.example", noon + hours(1)).allowed);
}

TEST(RateLimits, HoldNoMoreThanABoundedNumberAndForgetTheActiveLast) {
  RateLimits limits(true);
  EXPECT_EQ(allowed_of(limits, 300, nobody, {}), 300);
  for (std::uint32_t i = 0; i < 120'000; ++i) {
    auto const address =
        "10." + std::to_string(i >> 16) + "." + std::to_string(i >> 8 & 255) + "." + std::to_string(i & 255);
    limits.check({TokenId{}, UserId{}, address}, {}, noon);
  }
  EXPECT_LE(limits.size(), 50'000u);
  EXPECT_FALSE(limits.check(nobody, {}, noon).allowed);
}

TEST(RateLimits, AllowEverythingWhenSwitchedOff) {
  RateLimits limits(false);
  EXPECT_EQ(allowed_of(limits, 1000, nobody, {Family::sign_up, true, true}), 1000);
  EXPECT_EQ(limits.check(nobody, {}, noon).limit, 0);
  EXPECT_TRUE(limits.check_sign_in("duck", noon).allowed);
}

}  // namespace
}  // namespace dunlin::access
