// Jobs of one chain run one after the other, whatever fails in between.
#include "dunlin/platform/jobs/queue.hpp"
#include "job_queue.hpp"

namespace dunlin::jobs {
namespace {

struct Chains : JobQueue {
  std::mutex mutex;
  std::vector<std::string> order;

  std::function<awaitable<void>(Job const&)> write_down(Duration how_long = 0ms) {
    return [this, how_long](Job const& job) -> awaitable<void> {
      if (how_long > 0ms) co_await pause(how_long);
      std::scoped_lock const lock(mutex);
      order.push_back(job.payload);
    };
  }
  void put_chained(std::string const& payload, std::int64_t chain, std::string const& host = "h") {
    put("work", payload, {.host = host, .chain = chain});
  }
  std::vector<std::string> ran() {
    std::scoped_lock const lock(mutex);
    return order;
  }
};

TEST_F(Chains, RunInTheOrderTheyWereMade) {
  auto one = process();
  one->add("work", write_down(1ms), {.at_once = 16, .at_once_per_host = 8});
  std::vector<std::string> expected;
  for (int i = 0; i < 60; ++i) put_chained(expected.emplace_back(std::to_string(i)), 7);
  one->start();
  ASSERT_TRUE(table_is_empty());
  EXPECT_EQ(ran(), expected);
}

TEST_F(Chains, OfOneHostRunBesideEachOther) {
  auto one = process();
  one->add("work", note_slowly(20ms), {.at_once = 16, .at_once_per_host = 4});
  for (int i = 0; i < 12; ++i) put_chained(std::to_string(i), i % 3 + 1);
  one->start();
  ASSERT_TRUE(table_is_empty());
  EXPECT_EQ(log.most_running, 3);
}

TEST_F(Chains, WaitForOneThatIsTriedAgain) {
  std::atomic<bool> broken = true;
  auto one = process();
  auto const note_it = write_down();
  one->add("work",
           [&, note_it](Job const& job) -> awaitable<void> {
             if (job.payload == "first" && broken) {
               ++log.total;
               throw std::runtime_error("not yet");
             }
             co_await note_it(job);
           },
           {.backoff = [](int) { return Duration(1min); }});
  put_chained("first", 7);
  put_chained("second", 7);
  put_chained("other", 8);
  one->start();
  ASSERT_TRUE(eventually([&] { return log.total == 1 && number(delayed_sql) == 2; }));
  put_chained("third", 7);
  ASSERT_TRUE(eventually([&] { return number(delayed_sql) == 3; })) << "what came later has overtaken";
  EXPECT_EQ(ran(), std::vector<std::string>{"other"});
  broken = false;
  clock.advance(2min);
  one->queue->wake();
  ASSERT_TRUE(table_is_empty());
  EXPECT_EQ(ran(), (std::vector<std::string>{"other", "first", "second", "third"}));
}

TEST_F(Chains, GoOnWhenOneHasFailedTooOften) {
  auto one = process();
  auto const note_it = write_down();
  one->add("work",
           [&, note_it](Job const& job) -> awaitable<void> {
             if (job.payload == "poison") {
               ++log.total;
               throw std::runtime_error("never");
             }
             co_await note_it(job);
           },
           {.attempts = 17, .backoff = [](int) { return Duration(1min); }});
  put_chained("poison", 7);
  put_chained("good", 7);
  one->start();
  for (int tries = 1; tries <= chain_patience; ++tries) {
    ASSERT_TRUE(eventually([&] { return log.total == tries && number(claimed_sql) == 0; }));
    clock.advance(2min);
    one->queue->wake();
  }
  EXPECT_TRUE(eventually([&] { return ran() == std::vector<std::string>{"good"}; }));
}

TEST_F(Chains, AreKeptWhenTheProcessDies) {
  std::atomic<int> stuck = 0;
  auto dead = process();
  dead->add("work", [&](Job const&) -> awaitable<void> {
    ++stuck;
    co_await pause(1h);
  });
  std::vector<std::string> expected;
  for (int i = 0; i < 20; ++i) put_chained(expected.emplace_back(std::to_string(i)), 7);
  dead->start();
  ASSERT_TRUE(eventually([&] { return stuck == 1; }));
  dead->crash();
  auto next = process();
  next->add("work", write_down());
  next->start();
  ASSERT_TRUE(table_is_empty());
  EXPECT_EQ(ran(), expected);
}

TEST_F(Chains, AreKeptByTwoProcesses) {
  auto one = process(), two = process();
  for (auto* const each : {one.get(), two.get()}) each->add("work", write_down(2ms), {.at_once = 8});
  std::vector<std::string> expected;
  one->start();
  two->start();
  for (int i = 0; i < 30; ++i) put_chained(expected.emplace_back(std::to_string(i)), 7);
  clock.advance(1min);
  ASSERT_TRUE(eventually([&] {
    clock.advance(1s);
    one->queue->wake();
    return number(count_sql) == 0;
  }));
  EXPECT_EQ(ran(), expected);
}

TEST_F(Chains, LeaveARecordWhereTheKindKeepsOne) {
  auto one = process();
  one->add("work",
           [](Job const& job) -> awaitable<void> {
             if (job.payload == "bad") throw GiveUp("status 404");
             co_return;
           },
           {.keep_dead = false, .keep_record = true});
  put_chained("good", 7);
  put_chained("bad", 8);
  one->start();
  ASSERT_TRUE(table_is_empty());
  EXPECT_EQ(number({"test.good", "select count(*) from job_records where good and payload = 'good' and attempts = 1"}),
            1);
  EXPECT_EQ(number({"test.bad", "select count(*) from job_records where not good and cause = 'status 404'"}), 1);
}

TEST_F(Chains, ArePutOffNoLongerWhenTheHostIsBack) {
  std::atomic<bool> broken = true;
  auto one = process();
  one->add("work", [&](Job const& job) -> awaitable<void> {
    if (broken) {
      ++log.total;
      throw Later(clock.now() + 1h, true);
    }
    log.add(job.payload);
    co_return;
  });
  for (int i = 0; i < 5; ++i) put_chained(std::to_string(i), i + 1);
  one->start();
  ASSERT_TRUE(eventually([&] { return log.total > 0 && number(delayed_sql) == 5; }));
  broken = false;
  db.transact_blocking([&](db::Tx& tx) { hurry(tx, "work", "h", clock.now()); });
  one->queue->wake();
  EXPECT_TRUE(table_is_empty());
}

}  // namespace
}  // namespace dunlin::jobs
