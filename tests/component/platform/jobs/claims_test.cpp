// Who may run a job when processes die, connections break and servers stop.
#include "dunlin/platform/jobs/queue.hpp"

#include "job_queue.hpp"

namespace dunlin::jobs {
namespace {

TEST_F(JobQueue, TakesTheClaimsOfADeadProcessAtItsStart) {
  std::atomic<int> stuck = 0;
  auto dead = process();
  dead->add("work",
            [&](Job const&) -> awaitable<void> {
              ++stuck;
              co_await pause(1h);
            },
            {.at_once = 4});
  put_many("work", 20, "");
  dead->start();
  ASSERT_TRUE(eventually([&] { return stuck == 4; }));
  EXPECT_GE(number(claimed_sql), 4);
  dead->crash();

  auto next = process();
  next->add("work", note());
  auto const before = std::chrono::steady_clock::now();
  next->start();
  EXPECT_TRUE(table_is_empty());
  EXPECT_LT(std::chrono::steady_clock::now() - before, 3s);
  EXPECT_EQ(log.runs.size(), 20u);
}

TEST_F(JobQueue, LeavesTheClaimsOfALivingProcessAlone) {
  std::atomic<int> stuck = 0;
  auto alive = process();
  alive->add("work", [&](Job const&) -> awaitable<void> {
    ++stuck;
    co_await pause(500ms);
  });
  put("work", "x");
  alive->start();
  ASSERT_TRUE(eventually([&] { return stuck == 1; }));
  auto next = process();
  next->add("work", note());
  next->start();
  ASSERT_TRUE(table_is_empty());
  EXPECT_EQ(log.total, 0);
  EXPECT_EQ(stuck, 1);
}

TEST_F(JobQueue, TakesTheClaimsOfAProcessThatDiesLater) {
  std::atomic<int> stuck = 0;
  auto dying = process(), other = process();
  dying->add("work", [&](Job const&) -> awaitable<void> {
    ++stuck;
    co_await pause(1h);
  });
  other->add("other", note());
  other->add("work", note());
  dying->start();
  put("work", "x");
  ASSERT_TRUE(eventually([&] { return stuck == 1; }));
  other->start();
  put("other", "started");
  ASSERT_TRUE(eventually([&] { return log.runs_of("started") == 1; }));
  dying->crash();
  auto const deadline = std::chrono::steady_clock::now() + 20s;
  while (log.runs_of("x") == 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(log.runs_of("x"), 1);
}

TEST_F(JobQueue, EndsAJobWhoseProcessDiedEachTime) {
  for (int i = 0; i < 2; ++i) {
    std::atomic<int> stuck = 0;
    auto dying = process();
    dying->add("poison",
               [&](Job const&) -> awaitable<void> {
                 ++stuck;
                 co_await pause(1h);
               },
               {.attempts = 2});
    if (i == 0) put("poison", "x");
    dying->start();
    ASSERT_TRUE(eventually([&] { return stuck == 1; }));
    dying->crash();
  }
  auto next = process();
  next->add("poison", note(), {.attempts = 2});
  next->start();
  EXPECT_TRUE(
      eventually([&] { return number({"test.dead", "select count(*) from jobs where dead_at is not null"}) == 1; }));
  EXPECT_EQ(log.total, 0);
}

TEST_F(JobQueue, LosesNothingWhenPostgresqlBreaksEveryConnection) {
  auto one = process();
  one->add("work", note_slowly(2ms), {.at_once = 16});
  put_many("work", 2000, "");
  one->start();
  for (int i = 0; i < 5; ++i) {
    auto const seen = log.total.load();
    ASSERT_TRUE(eventually([&] { return log.total > seen + 50; }));
    number(terminate_sql);
  }
  ASSERT_TRUE(table_is_empty());
  EXPECT_EQ(log.runs.size(), 2000u);
  EXPECT_EQ(log.total, 2000) << "a broken round is repeated, not the jobs";
}

TEST_F(JobQueue, HoldsItsLockAgainAfterAllConnectionsBroke) {
  std::atomic<int> stuck = 0;
  auto one = process();
  one->add("work", [&](Job const&) -> awaitable<void> {
    ++stuck;
    co_await pause(1s);
  });
  put("work", "x");
  one->start();
  ASSERT_TRUE(eventually([&] { return stuck == 1; }));
  number(terminate_sql);
  ASSERT_TRUE(eventually([&] {
    return number({"test.locks",
                   "select count(*) from pg_locks where locktype = 'advisory' and classid = 7263419"
                   " and database = (select oid from pg_database where datname = current_database())"}) == 1;
  }));
  auto next = process();
  next->add("work", note());
  next->start();
  EXPECT_TRUE(table_is_empty());
  EXPECT_EQ(log.total, 0);
}

TEST_F(JobQueue, GivesBackWhatItDidNotFinishWhenStopped) {
  std::atomic<int> started = 0;
  auto one = process();
  one->add("work",
           [&](Job const&) -> awaitable<void> {
             ++started;
             co_await pause(1h);
           },
           {.at_once = 2});
  put_many("work", 10, "");
  one->start();
  ASSERT_TRUE(eventually([&] { return started == 2; }));
  one->io.wait(one->queue->stop(20ms));
  EXPECT_EQ(number(claimed_sql), 0);
  EXPECT_EQ(number({"test.tried", "select count(*) from jobs where attempts > 0"}), 0);
  auto next = process();
  next->add("work", note());
  next->start();
  EXPECT_TRUE(table_is_empty());
  EXPECT_EQ(log.total, 10);
}

TEST_F(JobQueue, WaitsForRunningJobsWhenStopped) {
  auto one = process();
  one->add("work", note_slowly(100ms), {.at_once = 3});
  put_many("work", 10, "");
  one->start();
  ASSERT_TRUE(eventually([&] { return log.running == 3; }));
  one->stop();
  EXPECT_EQ(log.total, 3);
  EXPECT_EQ(number(count_sql), 7);
  EXPECT_EQ(number(claimed_sql), 0);
}

}  // namespace
}  // namespace dunlin::jobs
