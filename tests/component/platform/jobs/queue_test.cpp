#include "dunlin/platform/jobs/queue.hpp"

#include "job_queue.hpp"

namespace dunlin::jobs {
namespace {

TEST_F(JobQueue, RunsAJobAndForgetsIt) {
  auto one = process();
  one->add("greet", note());
  one->start();
  put("greet", "hello");
  EXPECT_TRUE(eventually([&] { return log.runs_of("hello") == 1; }));
  EXPECT_TRUE(table_is_empty());
  one->stop();
}

TEST_F(JobQueue, StartsAJobWithinMillisecondsOfTheCommit) {
  auto one = process();
  one->add("greet", note());
  one->start();
  put("greet", "first");
  ASSERT_TRUE(eventually([&] { return log.total == 1; }));
  std::vector<double> waits;
  for (int i = 0; i < 21; ++i) {
    put("greet", "more");
    auto const before = std::chrono::steady_clock::now();
    while (log.total != i + 2 && std::chrono::steady_clock::now() - before < 5s) std::this_thread::sleep_for(50us);
    waits.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before).count());
  }
  std::ranges::sort(waits);
  EXPECT_LT(waits[10], 50) << "median milliseconds; a poll would take a thousand";
  RecordProperty("median_ms", std::to_string(waits[10]));
}

TEST_F(JobQueue, EnqueuesNothingWhenTheTransactionFails) {
  EXPECT_THROW(db.transact_blocking([&](db::Tx& tx) {
    enqueue(tx, "greet", "never");
    throw std::runtime_error("changed my mind");
  }),
               std::runtime_error);
  EXPECT_EQ(number(count_sql), 0);
}

TEST_F(JobQueue, DropsASecondJobWithTheSameUniqueKeyWhileTheFirstWaits) {
  auto const enqueue_one = [&](std::string kind) {
    return db.transact_blocking([&](db::Tx& tx) { return enqueue(tx, kind, "x", {.unique_key = "same"}); });
  };
  EXPECT_TRUE(enqueue_one("greet"));
  EXPECT_FALSE(enqueue_one("greet"));
  EXPECT_TRUE(enqueue_one("part"));
  auto one = process();
  one->add("greet", note());
  one->add("part", note());
  one->start();
  ASSERT_TRUE(table_is_empty());
  EXPECT_EQ(log.total, 2);
  EXPECT_TRUE(enqueue_one("greet"));
}

TEST_F(JobQueue, RunsEachJobOnceInTwoProcesses) {
  auto one = process(), two = process();
  for (auto* const each : {one.get(), two.get()}) each->add("work", note_slowly(1ms), {.at_once = 16});
  one->start();
  two->start();
  for (int i = 0; i < 10; ++i) put_many("work", 200, i % 2 ? "host" + std::to_string(i) : "", std::to_string(i) + "/");
  ASSERT_TRUE(table_is_empty());
  EXPECT_EQ(log.total, 2000);
  EXPECT_EQ(log.runs.size(), 2000u);
}

TEST_F(JobQueue, NeverRunsMoreOfAKindOrForAHostThanAllowed) {
  auto one = process();
  one->add("plain", note_slowly(5ms), {.at_once = 3});
  put_many("plain", 30, "");
  one->start();
  ASSERT_TRUE(table_is_empty());
  EXPECT_EQ(log.most_running, 3);
  one->stop();

  log.most_running = 0;
  auto two = process();
  two->add("hosted", note_slowly(5ms), {.at_once = 100, .at_once_per_host = 4});
  put_many("hosted", 60, "one.example");
  two->start();
  ASSERT_TRUE(table_is_empty());
  EXPECT_EQ(log.most_running, 4);
}

TEST_F(JobQueue, LetsALongLineForOneHostDelayNoOther) {
  put_many("deliver", 5000, "slow.example", "slow/");
  for (int i = 0; i < 100; ++i)
    put_many("deliver", 1, "h" + std::to_string(i) + ".example", "fast/" + std::to_string(i));
  std::atomic<int> fast = 0;
  auto one = process();
  one->add("deliver",
           [&](Job const& job) -> awaitable<void> {
             if (job.host == "slow.example") {
               co_await pause(200ms);
             } else {
               ++fast;
             }
             co_return;
           },
           {.at_once = 500, .at_once_per_host = 4});
  auto const before = std::chrono::steady_clock::now();
  one->start();
  EXPECT_TRUE(eventually([&] { return fast == 100; }));
  EXPECT_LT(std::chrono::steady_clock::now() - before, 2s);
  one->stop();
  EXPECT_GT(number(count_sql), 4900);
}

TEST_F(JobQueue, TriesAgainWithBackOffThatTheClockDecides) {
  std::atomic<int> failures = 0;
  auto one = process();
  one->add("flaky",
           [&](Job const& job) -> awaitable<void> {
             if (job.attempt < 3) {
               ++failures;
               throw std::runtime_error("not yet");
             }
             log.add(job.payload);
             co_return;
           },
           {.backoff = [](int failed) { return Duration(failed * 1min); }});
  one->start();
  put("flaky", "x");
  // The delay counts from when the failure is written down.
  auto const waits = [&] { return number(delayed_sql) == 1; };
  ASSERT_TRUE(eventually([&] { return failures == 1 && waits(); }));
  clock.advance(59s);
  one->queue->wake();
  std::this_thread::sleep_for(100ms);
  EXPECT_EQ(failures, 1);
  clock.advance(2s);
  EXPECT_TRUE(eventually([&] {
    one->queue->wake();
    return failures == 2;
  }));
  ASSERT_TRUE(eventually(waits));
  clock.advance(121s);
  EXPECT_TRUE(eventually([&] {
    one->queue->wake();
    return log.total == 1;
  }));
  EXPECT_TRUE(table_is_empty());
}

TEST_F(JobQueue, KeepsADeadJobWithItsLastErrorToBeSeen) {
  auto one = process();
  one->add("doomed",
           [](Job const&) -> awaitable<void> {
             throw std::runtime_error("no such \xff host\n");
             co_return;
           },
           {.attempts = 2, .backoff = [](int) { return Duration(0); }});
  one->add("gone",
           [](Job const&) -> awaitable<void> {
             throw GiveUp("410");
             co_return;
           },
           {.keep_dead = false});
  one->start();
  put("doomed", "x");
  put("gone", "y");
  ASSERT_TRUE(eventually([&] {
    one->queue->wake();
    auto const all = db.read_blocking([](db::Tx& tx) { return counts(tx); });
    return all.size() == 1 && all[0].state == "dead" && all[0].kind == "doomed";
  }));
  EXPECT_EQ(db.read_blocking([](db::Tx& tx) { return std::string(tx.query(error_sql)[0].text(0)); }),
            "no such ? host?");
  auto const tallies = one->queue->tallies();
  for (auto const& tally : tallies) EXPECT_EQ(tally.dead, 1) << tally.kind;
}

TEST_F(JobQueue, PutsAJobOffWithoutCountingTheAttempt) {
  std::atomic<int> last_attempt = 0;
  std::atomic<int> runs = 0;
  auto one = process();
  one->add("patient",
           [&](Job const& job) -> awaitable<void> {
             last_attempt = job.attempt;
             if (++runs < 4) throw Later(clock.now() + 1h);
             co_return;
           },
           {.attempts = 1});
  one->start();
  put("patient", "x");
  for (int run = 1; run < 4; ++run) {
    ASSERT_TRUE(eventually([&] { return runs == run; }));
    ASSERT_TRUE(eventually([&] { return number(claimed_sql) == 0; }));
    clock.advance(2h);
    one->queue->wake();
  }
  ASSERT_TRUE(eventually([&] {
    one->queue->wake();
    return runs == 4;
  }));
  EXPECT_EQ(last_attempt, 1);
  EXPECT_TRUE(table_is_empty());
}

TEST_F(JobQueue, PutsOffAllJobsOfAHostWhoseCircuitOpens) {
  put_many("deliver", 1000, "down.example");
  std::atomic<int> tries = 0;
  auto one = process();
  one->add("deliver",
           [&](Job const&) -> awaitable<void> {
             ++tries;
             throw Later(clock.now() + 1h, true);
             co_return;
           },
           {.at_once = 100, .at_once_per_host = 4});
  one->start();
  ASSERT_TRUE(eventually([&] {
    auto const all = db.read_blocking([](db::Tx& tx) { return counts(tx); });
    return all.size() == 1 && all[0].state == "delayed" && all[0].jobs == 1000;
  }));
  EXPECT_LT(tries, 50);
}

TEST_F(JobQueue, RunsAJobNotBeforeItsTime) {
  auto one = process();
  one->add("greet", note());
  one->start();
  put("greet", "later", {.run_at = clock.now() + 1h});
  put("greet", "now");
  ASSERT_TRUE(eventually([&] { return log.runs_of("now") == 1; }));
  one->queue->wake();
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(log.runs_of("later"), 0);
  clock.advance(61min);
  EXPECT_TRUE(eventually([&] {
    one->queue->wake();
    return log.runs_of("later") == 1;
  }));
}

TEST_F(JobQueue, LeavesJobsOfUnknownKindsToOthers) {
  auto one = process();
  one->add("known", note());
  one->start();
  put("unknown", "x");
  put("known", "y");
  ASSERT_TRUE(eventually([&] { return log.runs_of("y") == 1; }));
  auto two = process();
  two->add("unknown", note());
  two->start();
  EXPECT_TRUE(table_is_empty());
}

struct Greeting {
  static constexpr std::string_view kind = "greeting";
  std::string whom;
  std::string to_text() const { return whom; }
  static Greeting from_text(std::string_view text) { return {std::string(text)}; }
};

TEST_F(JobQueue, HandsATypedPayloadToItsHandler) {
  auto one = process();
  one->queue->add<Greeting>([&](App&, Greeting greeting, Job const&) -> awaitable<void> {
    log.add(greeting.whom);
    co_return;
  });
  one->start();
  db.transact_blocking([](db::Tx& tx) { enqueue(tx, Greeting{"duck"}); });
  EXPECT_TRUE(eventually([&] { return log.runs_of("duck") == 1; }));
}

}  // namespace
}  // namespace dunlin::jobs
