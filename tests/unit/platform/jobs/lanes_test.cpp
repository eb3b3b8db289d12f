#include "platform/jobs/lanes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace dunlin::jobs {
namespace {

/// The table, as far as lanes know it: how many jobs of each lane are left.
struct Table {
  std::map<std::pair<std::string, std::string>, int> left;
  std::int64_t next_id = 1;

  void claim(Lanes& lanes) {
    auto const asked = lanes.wants();
    std::vector<std::pair<std::string, Job>> got;
    for (auto const& want : asked) {
      auto& jobs = left[{want.kind, want.host}];
      for (int i = 0; i < want.jobs && jobs > 0; ++i, --jobs)
        got.emplace_back(want.kind, Job{next_id++, "", 1, want.host});
    }
    lanes.claimed(asked, std::move(got));
  }
};

Kind kind(std::string name, int at_once, int per_host = 4) {
  Kind kind;
  kind.name = std::move(name);
  kind.at_once = at_once;
  kind.at_once_per_host = per_host;
  return kind;
}

int count(std::vector<Lanes::Ready> const& ready, std::string_view host) {
  return static_cast<int>(std::ranges::count_if(ready, [&](auto const& one) { return one.job.host == host; }));
}

TEST(JobLanes, RunNoMoreOfAKindThanItAllows) {
  Lanes lanes;
  lanes.add(kind("a", 3));
  Table table{{{{"a", ""}, 100}}};
  lanes.expect("a", "");
  table.claim(lanes);
  auto const first = lanes.start();
  EXPECT_EQ(first.size(), 3u);
  EXPECT_TRUE(lanes.start().empty());
  lanes.finished(*first[0].kind, "", first[0].job.id);
  table.claim(lanes);
  EXPECT_EQ(lanes.start().size(), 1u);
  EXPECT_EQ(lanes.running(), 3);
}

TEST(JobLanes, RunNoMoreForAHostThanItBearsAndLeaveRoomForOthers) {
  Lanes lanes;
  lanes.add(kind("deliver", 100));
  Table table{{{{"deliver", "big"}, 50'000}, {{"deliver", "small"}, 1}}};
  lanes.expect("deliver", "big");
  lanes.expect("deliver", "small");
  table.claim(lanes);
  auto const ready = lanes.start();
  EXPECT_EQ(count(ready, "big"), 4);
  EXPECT_EQ(count(ready, "small"), 1);
}

TEST(JobLanes, HoldLittleOfASlowHostAndMoreOfAFastOne) {
  Lanes lanes;
  lanes.add(kind("deliver", 1000));
  Table table{{{{"deliver", "slow"}, 1000}, {{"deliver", "fast"}, 1000}}};
  lanes.expect("deliver", "slow");
  lanes.expect("deliver", "fast");
  for (int round = 0; round < 20; ++round) {
    table.claim(lanes);
    for (bool some = true; some;) {
      some = false;
      for (auto const& ready : lanes.start()) {
        if (ready.job.host != "fast") continue;
        lanes.finished(*ready.kind, "fast", ready.job.id);
        some = true;
      }
    }
  }
  EXPECT_EQ(1000 - (table.left[{"deliver", "slow"}]), 4);
  EXPECT_EQ((table.left[{"deliver", "fast"}]), 0);
}

TEST(JobLanes, AskAgainOnlyWhereTheTableGaveAllThatWasWanted) {
  Lanes lanes;
  lanes.add(kind("a", 8));
  Table table{{{{"a", ""}, 5}}};
  lanes.expect("a", "");
  EXPECT_TRUE(lanes.is_hungry());
  table.claim(lanes);
  EXPECT_FALSE(lanes.wants_any());
  for (auto const& ready : lanes.start()) lanes.finished(*ready.kind, "", ready.job.id);
  EXPECT_FALSE(lanes.wants_any());
  EXPECT_EQ(lanes.held_count(), 0u);
}

TEST(JobLanes, RememberAHintThatCameWhileAClaimWasUnderWay) {
  Lanes lanes;
  lanes.add(kind("a", 8));
  lanes.expect("a", "");
  auto const asked = lanes.wants();
  lanes.expect("a", "");
  lanes.claimed(asked, {});
  EXPECT_TRUE(lanes.wants_any());
}

TEST(JobLanes, AskAgainAfterAFailedClaim) {
  Lanes lanes;
  lanes.add(kind("a", 8));
  lanes.expect("a", "");
  lanes.failed(lanes.wants());
  Table table{{{{"a", ""}, 1}}};
  table.claim(lanes);
  EXPECT_EQ(lanes.start().size(), 1u);
}

TEST(JobLanes, PassOverAJobThatTheyHoldAlready) {
  Lanes lanes;
  lanes.add(kind("a", 8));
  lanes.expect("a", "");
  lanes.claimed(lanes.wants(), {{"a", Job{7, "", 1, ""}}});
  lanes.expect("a", "");
  lanes.claimed(lanes.wants(), {{"a", Job{7, "", 2, ""}}});
  EXPECT_EQ(lanes.start().size(), 1u);
}

TEST(JobLanes, GoOnBehindTheLastClaimAndLookAtTheHeadAgain) {
  Lanes lanes;
  lanes.add(kind("a", 2));
  lanes.expect("a", "");
  auto const claim = [&](std::vector<std::int64_t> const& ids) {
    auto const asked = lanes.wants();
    EXPECT_EQ(asked.size(), 1u);
    std::vector<std::pair<std::string, Job>> got;
    for (auto const id : ids) got.emplace_back("a", Job{id, "", 1, ""});
    lanes.claimed(asked, std::move(got));
    for (auto ready = lanes.start(); !ready.empty(); ready = lanes.start())
      for (auto const& one : ready) lanes.finished(*one.kind, "", one.job.id);
    return asked[0].after;
  };
  EXPECT_EQ(claim({1, 2}), 0);
  EXPECT_EQ(claim({3, 4, 5, 6, 7, 8}), 2);
  EXPECT_EQ(claim({}), 8);
  EXPECT_EQ(claim({2}), 0) << "2 is to be tried again";
  EXPECT_FALSE(lanes.wants_any());
}

TEST(JobLanes, TakeTurnsBetweenHostsWhenTheKindIsFull) {
  Lanes lanes;
  lanes.add(kind("deliver", 2, 2));
  Table table;
  for (auto const* const host : {"a", "b", "c"}) {
    table.left[{"deliver", host}] = 10;
    lanes.expect("deliver", host);
  }
  std::map<std::string, int> ran;
  std::vector<Lanes::Ready> running;
  for (int i = 0; i < 12; ++i) {
    table.claim(lanes);
    for (auto& ready : lanes.start()) running.push_back(std::move(ready));
    ASSERT_LE(running.size(), 2u);
    auto const done = running.front();
    running.erase(running.begin());
    ++ran[done.job.host];
    lanes.finished(*done.kind, done.job.host, done.job.id);
  }
  for (auto const* const host : {"a", "b", "c"}) EXPECT_GE(ran[host], 2) << host;
}

TEST(JobLanes, PassOverKindsTheyDoNotKnow) {
  Lanes lanes;
  lanes.add(kind("a", 8));
  lanes.expect("b", "host");
  EXPECT_FALSE(lanes.wants_any());
}

TEST(JobLanes, HandOutWhatWaitsForAHostWhoseCircuitOpened) {
  Lanes lanes;
  lanes.add(kind("deliver", 100, 1));
  lanes.expect("deliver", "h");
  lanes.claimed(lanes.wants(), {{"deliver", Job{1, "", 1, "h"}}, {"deliver", Job{2, "", 1, "h"}}});
  auto const running = lanes.start();
  ASSERT_EQ(running.size(), 1u);
  EXPECT_EQ(lanes.take_waiting("deliver", "h").size(), 1u);
  lanes.finished(*running[0].kind, "h", 1);
  EXPECT_TRUE(lanes.start().empty());
  EXPECT_FALSE(lanes.wants_any());
  EXPECT_EQ(lanes.held_count(), 0u);
}

TEST(DefaultBackoff, GrowsAsTheContractSays) {
  for (int i = 0; i < 100; ++i) {
    for (int failed = 1; failed <= 17; ++failed) {
      double const n = failed - 1;
      double const power = n * n * n * n;
      auto const seconds = std::chrono::duration<double>(default_backoff(failed)).count();
      EXPECT_GE(seconds, power + 15 - 0.001);
      EXPECT_LE(seconds, power * 1.5 + 15 + 10 * (n + 1));
    }
  }
}

}  // namespace
}  // namespace dunlin::jobs
