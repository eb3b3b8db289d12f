#include "server/changes.hpp"

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <thread>

#include "dunlin/platform/crypto/crypto.hpp"
#include "support/test_clock.hpp"
#include "support/test_database.hpp"

using namespace dunlin;
using namespace std::chrono_literals;

namespace {

/// The caches of one process.
struct Process {
  Process(boost::asio::io_context& io, std::string const& prefix)
      : redis(io.get_executor(), {.url = test::redis_url(), .prefix = prefix}) {
    changes.start(io.get_executor());
  }
  void remember(StatusId id) { records.statuses.put(id, std::make_shared<Status>(), 100, records.statuses.stamp()); }
  bool remembers(StatusId id) { return records.statuses.find(id) != nullptr; }

  redis::Redis redis;
  test::TestClock clock{Timestamp{}};
  store::Records records{1024 * 1024};
  access::Tokens tokens{clock, 1024 * 1024};
  server::Changes changes{redis, records, tokens};
};

bool eventually(auto condition) {
  auto const deadline = std::chrono::steady_clock::now() + 5s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(2ms);
  }
  return true;
}

struct ChangesTest : ::testing::Test {
  boost::asio::io_context io;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard{io.get_executor()};
  std::string const prefix = crypto::random_token(6);
  Process one{io, prefix}, two{io, prefix};
  std::thread thread{[this] { io.run(); }};

  ~ChangesTest() override {
    io.stop();
    thread.join();
  }
};

}  // namespace

TEST_F(ChangesTest, WhatOneProcessCommitsAllForget) {
  ASSERT_TRUE(eventually([&] { return one.redis.listening() && two.redis.listening(); }));
  StatusId const changed{1}, other{2};
  for (auto* process : {&one, &two})
    for (auto const id : {changed, other}) process->remember(id);
  std::vector<db::Change> const changes{{store::change::status, "1"}};
  one.changes.committed(changes);
  EXPECT_FALSE(one.remembers(changed)) << "at once, without Redis";
  EXPECT_TRUE(eventually([&] { return !two.remembers(changed); }));
  EXPECT_TRUE(one.remembers(other));
  EXPECT_TRUE(two.remembers(other));
}

TEST_F(ChangesTest, ItsOwnMessagesAreNotHeard) {
  ASSERT_TRUE(eventually([&] { return one.redis.listening() && two.redis.listening(); }));
  StatusId const id{1};
  two.remember(id);
  std::vector<db::Change> const changes{{store::change::status, "1"}};
  one.changes.committed(changes);
  one.remember(id);  // read anew, before the message comes back
  ASSERT_TRUE(eventually([&] { return !two.remembers(id); }));
  EXPECT_TRUE(one.remembers(id));
}

TEST(ChangesWithoutRedis, NothingIsRememberedForLong) {
  boost::asio::io_context io;
  redis::Redis redis(io.get_executor(), {.url = "unix:///nowhere/redis.sock", .prefix = ""});
  test::TestClock const clock{Timestamp{}};
  store::Records records{1024 * 1024};
  access::Tokens tokens{clock, 1024 * 1024};
  server::Changes changes(redis, records, tokens);
  changes.start(io.get_executor(), 20ms);
  StatusId const id{1};
  records.statuses.put(id, std::make_shared<Status>(), 100, records.statuses.stamp());
  auto const deadline = std::chrono::steady_clock::now() + 5s;
  while (records.statuses.find(id) && std::chrono::steady_clock::now() < deadline) io.run_for(5ms);
  EXPECT_FALSE(records.statuses.find(id));
  changes.stop();
  redis.close();
  io.run_for(100ms);
}
