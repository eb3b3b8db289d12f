#include "dunlin/platform/redis/redis.hpp"

#include <gtest/gtest.h>
#include <array>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <thread>

#include "support/private_redis.hpp"

namespace dunlin::redis {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

struct RedisTest : ::testing::Test {
  // Outlive the thread that posts answers to them, as a server's own do.
  std::array<asio::io_context, 4> others;

  RedisTest() : guard(context.get_executor()), thread([this] { context.run(); }) {}
  ~RedisTest() override {
    redis.reset();
    guard.reset();
    context.stop();
    thread.join();
  }

  void connect(std::string const& url) {
    redis = std::make_unique<Redis>(context.get_executor(), Options{url, "test:"});
  }
  void connect() { connect("unix://" + server.socket()); }
  Value ask(std::vector<std::string> words) {
    return asio::co_spawn(context, redis->command(std::move(words)), asio::use_future).get();
  }
  /// Waits until it holds, 10 s at most.
  template <class Condition>
  bool eventually(Condition condition) {
    auto const deadline = std::chrono::steady_clock::now() + 10s;
    while (!condition()) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      std::this_thread::sleep_for(2ms);
    }
    return true;
  }
  bool answers() {
    try {
      return ask({"PING"}).text == "PONG";
    } catch (Error const&) {
      return false;
    }
  }

  test::PrivateRedis server;
  asio::io_context context;
  asio::executor_work_guard<asio::io_context::executor_type> guard;
  std::thread thread;
  std::unique_ptr<Redis> redis;
};

TEST_F(RedisTest, AnswersCommandsOfEveryKind) {
  connect();
  ASSERT_TRUE(eventually([&] { return answers(); }));
  EXPECT_EQ(ask({"SET", "a", "one two\r\n\"three\""}).text, "OK");
  EXPECT_EQ(ask({"GET", "a"}).text, "one two\r\n\"three\"");
  EXPECT_EQ(ask({"GET", "none"}).kind, Value::Kind::nil);
  EXPECT_EQ(ask({"INCRBY", "n", "5"}).number, 5);
  ask({"RPUSH", "l", "x", "y"});
  EXPECT_EQ(ask({"LRANGE", "l", "0", "-1"}).list.at(1).text, "y");
  EXPECT_EQ(redis->key("home"), "test:home");
}

TEST_F(RedisTest, ThrowsWhenACommandIsRefusedAndGoesOn) {
  connect();
  ASSERT_TRUE(eventually([&] { return answers(); }));
  ask({"SET", "a", "text"});
  EXPECT_THROW(ask({"ZADD", "a", "1", "2"}), Error);
  EXPECT_EQ(ask({"GET", "a"}).text, "text");
}

TEST_F(RedisTest, AnswersAPipelineInOrder) {
  connect();
  ASSERT_TRUE(eventually([&] { return answers(); }));
  std::vector<std::vector<std::string>> commands;
  for (int i = 0; i < 5000; ++i) commands.push_back({"ECHO", std::to_string(i)});
  auto const answers = asio::co_spawn(context, redis->pipeline(commands), asio::use_future).get();
  ASSERT_EQ(answers.size(), 5000u);
  for (int i = 0; i < 5000; ++i) ASSERT_EQ(answers[static_cast<std::size_t>(i)].text, std::to_string(i));
}

TEST_F(RedisTest, MayBeAskedFromManyThreadsAtOnce) {
  connect();
  ASSERT_TRUE(eventually([&] { return answers(); }));
  std::vector<std::thread> threads;
  for (auto& own : others)
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        asio::co_spawn(
            own,
            [&, i]() -> awaitable<void> {
              auto const me = std::this_thread::get_id();
              auto const answer = co_await redis->command({"ECHO", std::to_string(i)});
              EXPECT_EQ(answer.text, std::to_string(i));
              EXPECT_EQ(std::this_thread::get_id(), me);
            },
            [](std::exception_ptr error) { EXPECT_FALSE(error); });
      }
      own.run();
    });
  for (auto& one : threads) one.join();
}

TEST_F(RedisTest, FailsAtOnceWhileRedisIsAwayAndRecoversByItself) {
  connect();
  ASSERT_TRUE(eventually([&] { return answers(); }));
  server.stop(SIGKILL);
  ASSERT_TRUE(eventually([&] { return !redis->connected(); }));
  auto const before = std::chrono::steady_clock::now();
  EXPECT_THROW(ask({"PING"}), Error);
  EXPECT_LT(std::chrono::steady_clock::now() - before, 100ms);
  server.start();
  EXPECT_TRUE(eventually([&] { return answers(); }));
}

TEST_F(RedisTest, FailsWhatWaitsWhenTheServerIsKilled) {
  connect();
  ASSERT_TRUE(eventually([&] { return answers(); }));
  auto waiting = asio::co_spawn(context, redis->command({"BLPOP", "never", "0"}), asio::use_future);
  ASSERT_EQ(waiting.wait_for(50ms), std::future_status::timeout);
  server.stop(SIGKILL);
  ASSERT_EQ(waiting.wait_for(1s), std::future_status::ready);
  EXPECT_THROW(waiting.get(), Error);
}

TEST_F(RedisTest, GivesUpOnAServerThatDoesNotAnswer) {
  connect();
  ASSERT_TRUE(eventually([&] { return answers(); }));
  server.freeze();
  auto const before = std::chrono::steady_clock::now();
  EXPECT_THROW(ask({"PING"}), Error);
  EXPECT_LT(std::chrono::steady_clock::now() - before, 4s);
  server.thaw();
  EXPECT_TRUE(eventually([&] { return answers(); }));
}

TEST_F(RedisTest, SubscribesAgainAfterARestartAndSaysSo) {
  connect();
  std::atomic<int> stands = 0;
  std::atomic<int> heard = 0;
  redis->on_reconnect([&] { ++stands; });
  redis->subscribe("news", [&](std::string_view message) { heard += message == "hello"; });
  redis->subscribe("other", [&](std::string_view) { ADD_FAILURE() << "wrong channel"; });
  ASSERT_TRUE(eventually([&] { return redis->listening() && answers(); }));
  EXPECT_EQ(stands, 1);
  std::thread([&] { redis->publish("news", "hello"); }).join();
  EXPECT_TRUE(eventually([&] { return heard == 1; }));

  server.stop(SIGTERM);
  ASSERT_TRUE(eventually([&] { return !redis->listening(); }));
  server.start();
  ASSERT_TRUE(eventually([&] { return redis->listening() && answers(); }));
  EXPECT_EQ(stands, 2);
  redis->publish("news", "hello");
  EXPECT_TRUE(eventually([&] { return heard == 2; }));
}

TEST_F(RedisTest, SubscribesToMoreWhileListening) {
  connect();
  std::atomic<int> heard = 0;
  redis->subscribe("one", [](std::string_view) {});
  ASSERT_TRUE(eventually([&] { return redis->listening() && answers(); }));
  redis->subscribe("two", [&](std::string_view) { ++heard; });
  ASSERT_TRUE(eventually([&] { return ask({"PUBLISH", "two", "x"}).number == 1; }));
  EXPECT_TRUE(eventually([&] { return heard == 1; }));
}

TEST_F(RedisTest, NamesEachLifeOfTheServerAnew) {
  connect();
  auto const incarnation = [&] {
    return asio::co_spawn(
               context, [this]() -> awaitable<std::string> { co_return redis->incarnation(); }, asio::use_future)
        .get();
  };
  ASSERT_TRUE(eventually([&] { return answers(); }));
  auto const first = incarnation();
  EXPECT_EQ(first.size(), 40u);
  EXPECT_EQ(incarnation(), first);
  server.stop(SIGKILL);
  ASSERT_TRUE(eventually([&] { return !redis->connected(); }));
  EXPECT_EQ(incarnation(), "");
  server.start();
  ASSERT_TRUE(eventually([&] { return answers(); }));
  EXPECT_EQ(incarnation().size(), 40u);
  EXPECT_NE(incarnation(), first);
}

TEST_F(RedisTest, IntroducesItselfWithPasswordAndDatabase) {
  server.stop(SIGKILL);
  server.start("p@nd");
  connect("unix://:p%40nd@" + server.socket() + "?db=3");
  ASSERT_TRUE(eventually([&] { return answers(); }));
  ask({"SET", "a", "b"});
  EXPECT_EQ(ask({"SELECT", "0"}).text, "OK");
  EXPECT_EQ(ask({"GET", "a"}).kind, Value::Kind::nil);
}

TEST_F(RedisTest, StaysAwayWithAWrongPassword) {
  server.stop(SIGKILL);
  server.start("right");
  connect("unix://:wrong@" + server.socket());
  EXPECT_FALSE(answers());
  EXPECT_FALSE(redis->connected());
}

}  // namespace
}  // namespace dunlin::redis
