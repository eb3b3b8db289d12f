#include "dunlin/platform/redis/redis.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>
#include <thread>

extern char** environ;

namespace dunlin::redis {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// A redis-server of the test's own, so that it can be killed.
class PrivateServer {
 public:
  PrivateServer() {
    std::string name = (fs::temp_directory_path() / "dunlin-redis-XXXXXX").string();
    directory_ = ::mkdtemp(name.data());
    start();
  }
  ~PrivateServer() {
    stop(SIGKILL);
    fs::remove_all(directory_);
  }
  void start(std::string const& password = "") {
    std::array<std::string, 13> words{
        "redis-server", "--port", "0",          "--unixsocket", socket(),        "--save", "",
        "--appendonly", "no",     "--loglevel", "warning",      "--requirepass", password};
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t quiet;
    ::posix_spawn_file_actions_init(&quiet);
    ::posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
    ASSERT_EQ(::posix_spawnp(&pid_, "redis-server", &quiet, nullptr, arguments.data(), environ), 0);
    ::posix_spawn_file_actions_destroy(&quiet);
    auto const deadline = std::chrono::steady_clock::now() + 10s;
    while (!fs::exists(socket()) && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(1ms);
  }
  void stop(int signal) {
    if (pid_ == 0) return;
    ::kill(pid_, signal);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
    fs::remove(socket());
  }
  void freeze() { ::kill(pid_, SIGSTOP); }
  void thaw() { ::kill(pid_, SIGCONT); }
  std::string socket() const { return directory_ + "/redis.sock"; }

 private:
  std::string directory_;
  pid_t pid_ = 0;
};

struct RedisTest : ::testing::Test {
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

  PrivateServer server;
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
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      asio::io_context own;
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
