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
  lanes.finished(*first[0].kind, first[0].job);
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
        lanes.finished(*ready.kind, ready.job);
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
  for (auto const& ready : lanes.start()) lanes.finished(*ready.kind, ready.job);
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
      for (auto const& one : ready) lanes.finished(*one.kind, one.job);
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
    lanes.finished(*done.kind, done.job);
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
  lanes.finished(*running[0].kind, running[0].job);
  EXPECT_TRUE(lanes.start().empty());
  EXPECT_FALSE(lanes.wants_any());
  EXPECT_EQ(lanes.held_count(), 0u);
}

Job chained(std::int64_t id, std::int64_t chain, std::string host = "h") {
  Job job{id, "", 1, std::move(host)};
  job.chain = chain;
  return job;
}

TEST(JobLanes, RunOneOfAChainAtATimeAndOthersBesideIt) {
  Lanes lanes;
  lanes.add(kind("deliver", 100, 8));
  lanes.expect("deliver", "h");
  lanes.claimed(lanes.wants(), {{"deliver", chained(1, 7)}, {"deliver", chained(2, 7)}, {"deliver", chained(3, 8)}});
  auto const ready = lanes.start();
  ASSERT_EQ(ready.size(), 2u);
  EXPECT_EQ(ready[0].job.id, 1);
  EXPECT_EQ(ready[1].job.id, 3);
  lanes.finished(*ready[0].kind, ready[0].job);
  auto const next = lanes.start();
  ASSERT_EQ(next.size(), 1u);
  EXPECT_EQ(next[0].job.id, 2);
  lanes.finished(*ready[1].kind, ready[1].job);
  lanes.finished(*next[0].kind, next[0].job);
  EXPECT_EQ(lanes.held_count(), 0u);
}

TEST(JobLanes, HandOutWhatIsBehindOneThatIsTriedAgain) {
  Lanes lanes;
  lanes.add(kind("deliver", 100, 8));
  lanes.expect("deliver", "h");
  lanes.claimed(lanes.wants(), {{"deliver", chained(1, 7)}, {"deliver", chained(2, 7)}});
  auto const ready = lanes.start();
  EXPECT_EQ(lanes.take_behind(*ready[0].kind, ready[0].job).size(), 1u);
  lanes.finished(*ready[0].kind, ready[0].job);
  EXPECT_TRUE(lanes.start().empty());
  EXPECT_EQ(lanes.held_count(), 0u);
}

Kind fair(int at_once) {
  auto fair = kind("deliver", at_once, 2);
  fair.most_per_host = 16;
  fair.at_once_slow = 50;
  return fair;
}

TEST(JobLanes, GiveTheRoomOfHostsThatDoNotAnswerToOthers) {
  Lanes lanes;
  lanes.add(fair(3));
  Table table;
  for (auto const* const host : {"dead1", "dead2", "dead3", "well"}) {
    table.left[{"deliver", host}] = 1;
    lanes.expect("deliver", host);
  }
  table.claim(lanes);
  auto const first = lanes.start();
  ASSERT_EQ(first.size(), 3u);
  for (auto const& ready : first) lanes.is_slow(*ready.kind, ready.job);
  EXPECT_EQ(lanes.start().size(), 1u);
  EXPECT_EQ(lanes.running(), 4);
}

TEST(JobLanes, RunMoreForAHostThatAnswersWellAndOneForAHostThatFails) {
  Lanes lanes;
  lanes.add(fair(1000));
  Table table{{{{"deliver", "h"}, 10'000}}};
  lanes.expect("deliver", "h");
  std::size_t most = 0;
  for (int round = 0; round < 40; ++round) {
    table.claim(lanes);
    auto const ready = lanes.start();
    most = std::max(most, ready.size());
    for (auto const& one : ready) lanes.finished(*one.kind, one.job);
  }
  EXPECT_EQ(most, 16u);
  table.claim(lanes);
  for (auto const& one : lanes.start())
    lanes.finished(*one.kind, one.job, {.good = false, .took = std::chrono::seconds(10)});
  table.claim(lanes);
  EXPECT_EQ(lanes.start().size(), 1u);
}

TEST(JobLanes, LetWhatIsUrgentGoFirst) {
  Lanes lanes;
  lanes.add(kind("deliver", 4, 4));
  auto bulk = kind("bulk", 16, 16);
  bulk.yields_to = "deliver";
  lanes.add(bulk);
  Table table{{{{"deliver", "h"}, 4}, {{"deliver", "i"}, 4}, {{"bulk", "h"}, 16}}};
  for (auto const* const host : {"h", "i"}) lanes.expect("deliver", host);
  lanes.expect("bulk", "h");
  table.claim(lanes);
  auto const ready = lanes.start();
  EXPECT_EQ(std::ranges::count_if(ready, [](auto const& one) { return one.kind->name == "bulk"; }), 2);
  for (auto const& one : ready)
    if (one.kind->name == "deliver") lanes.finished(*one.kind, one.job);
  auto const then = lanes.start();
  EXPECT_EQ(std::ranges::count_if(then, [](auto const& one) { return one.kind->name == "bulk"; }), 14);
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
