#include "dunlin/platform/process/process.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <cerrno>
#include <chrono>
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
  auto const ended = run({"ls", "/proc/self/fd"});
  EXPECT_EQ(ended.output, "0\n1\n2\n3\n") << "the last is the folder that it lists";
}

TEST_F(Process, DiesWithTheCoroutine) {
  // It says itself which process it is: this thread may have others, such as a sanitizer's.
  auto const file = std::filesystem::temp_directory_path() / ("dunlin-process-" + std::to_string(::getpid()));
  std::filesystem::remove(file);
  int pid = 0;
  {
    boost::asio::io_context brief;
    boost::asio::co_spawn(
        brief,
        [&]() -> awaitable<void> {
          co_await process::run({"sh", "-c", "echo $$ > " + file.string() + "; exec sleep 60"}, {.file_bytes = 1000});
        },
        boost::asio::detached);
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!(std::ifstream(file) >> pid) && std::chrono::steady_clock::now() < deadline)
      brief.run_for(std::chrono::milliseconds(10));
    ASSERT_GT(pid, 0);
    ASSERT_EQ(::kill(pid, 0), 0) << "it runs";
  }
  std::filesystem::remove(file);
  EXPECT_EQ(::kill(pid, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

}  // namespace
}  // namespace dunlin::process
