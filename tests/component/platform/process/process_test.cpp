#include "dunlin/platform/process/process.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>

namespace dunlin::process {
namespace {

struct Process : testing::Test {
  Ended run(std::vector<std::string> command, Limits limits = {}) {
    std::optional<Ended> ended;
    boost::asio::co_spawn(
        io, [&]() -> awaitable<void> { ended = co_await process::run(std::move(command), limits); },
        [&](std::exception_ptr const& error) { failure = error; });
    io.restart();
    io.run();
    return ended.value_or(Ended{});
  }
  static int only_child() {
    int pid = 0;
    std::ifstream("/proc/self/task/" + std::to_string(::gettid()) + "/children") >> pid;
    return pid;
  }
  boost::asio::io_context io;
  std::exception_ptr failure;
};

TEST_F(Process, SaysWhatItSays) {
  auto const ended = run({"echo", "a  b", "$HOME"});
  EXPECT_TRUE(ended.well);
  EXPECT_EQ(ended.output, "a  b $HOME\n");
}

TEST_F(Process, OfItsOwnAccordOrByForce) {
  auto const failed = run({"false"});
  EXPECT_FALSE(failed.well);
  EXPECT_FALSE(failed.by_force);
  auto const killed = run({"sh", "-c", "kill -9 $$"});
  EXPECT_FALSE(killed.well);
  EXPECT_TRUE(killed.by_force);
  EXPECT_FALSE(run({"a-program-that-nobody-has"}).well);
}

TEST_F(Process, HasNoMoreTimeThanItIsGiven) {
  EXPECT_TRUE(run({"sleep", "60"}, {.patience = std::chrono::milliseconds(50)}).by_force);
  EXPECT_TRUE(run({"sh", "-c", "while :; do :; done"}, {.cpu_seconds = 1}).by_force);
}

TEST_F(Process, HasNoMoreRoomThanItIsGiven) {
  auto const talkative = run({"yes"}, {.output_bytes = 1000});
  EXPECT_TRUE(talkative.by_force);
  EXPECT_LT(talkative.output.size(), 100'000U);
  EXPECT_FALSE(run({"sh", "-c", "head -c 300000000 /dev/zero | sort > /dev/null"}, {.memory_bytes = 64 << 20}).well);
  auto const file = std::filesystem::temp_directory_path() / "dunlin-process-test";
  EXPECT_FALSE(run({"dd", "if=/dev/zero", "of=" + file.string(), "bs=1000", "count=50"}, {.file_bytes = 10'000}).well);
  EXPECT_LE(std::filesystem::file_size(file), 10'000U);
  std::filesystem::remove(file);
}

TEST_F(Process, HoldsNothingOfOursOpen) {
  auto const ended = run({"sh", "-c", "ls /proc/$$/fd | tr '\\n' ' '"});
  EXPECT_EQ(ended.output, "0 1 2 ");
}

TEST_F(Process, DiesWithTheCoroutine) {
  auto const file = std::filesystem::temp_directory_path() / "dunlin-process-pid";
  std::filesystem::remove(file);
  int pid = 0;
  {
    boost::asio::io_context brief;
    boost::asio::co_spawn(
        brief, [&]() -> awaitable<void> { co_await process::run({"sh", "-c", "exec sleep 60"}, {}); },
        boost::asio::detached);
    brief.poll();
    pid = only_child();
  }
  ASSERT_GT(pid, 0);
  EXPECT_EQ(::kill(pid, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

}  // namespace
}  // namespace dunlin::process
