#include "dunlin/platform/crypto/cpu_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <stdexcept>
#include <thread>

using namespace dunlin;
using dunlin::crypto::CpuPool;

TEST(CpuPool, WorksElsewhereAndResumesOnTheCallersThread) {
  boost::asio::io_context io;
  CpuPool pool(2);
  std::thread::id before, within, after;
  auto const job = [&]() -> awaitable<void> {
    before = std::this_thread::get_id();
    auto const answer = co_await pool.run([&] {
      within = std::this_thread::get_id();
      return 42;
    });
    EXPECT_EQ(answer, 42);
    after = std::this_thread::get_id();
  };
  boost::asio::co_spawn(io, job(), boost::asio::detached);
  io.run();
  EXPECT_EQ(before, after);
  EXPECT_NE(before, within);
}

TEST(CpuPool, BringsExceptionsBack) {
  boost::asio::io_context io;
  CpuPool pool(1);
  std::string caught;
  auto const job = [&]() -> awaitable<void> {
    try {
      co_await pool.run([] { throw std::runtime_error("out of luck"); });
    } catch (std::runtime_error const& error) {
      caught = error.what();
    }
  };
  boost::asio::co_spawn(io, job(), boost::asio::detached);
  io.run();
  EXPECT_EQ(caught, "out of luck");
}

TEST(CpuPool, FinishesWhatIsQueuedBeforeItEnds) {
  boost::asio::io_context io;
  std::atomic<int> done = 0;
  {
    CpuPool pool(1);
    for (int i = 0; i < 50; ++i)
      boost::asio::co_spawn(
          io, [&]() -> awaitable<void> { co_await pool.run([&] { ++done; }); }, boost::asio::detached);
    io.poll();
  }
  EXPECT_EQ(done, 50);
  io.run();
}

TEST(CpuPool, RunsFewPatientWorksAtOnceAndKeepsNobodyElseWaiting) {
  boost::asio::io_context io;
  CpuPool pool(1, 2);
  std::promise<void> quick;
  auto const quick_is_done = quick.get_future().share();
  std::atomic<int> running = 0, most = 0, done = 0;
  for (int i = 0; i < 50; ++i)
    boost::asio::co_spawn(
        io,
        [&]() -> awaitable<void> {
          co_await pool.run_patiently([&] {
            auto const now = ++running;
            for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
            }
            quick_is_done.wait();
            --running;
            ++done;
          });
        },
        boost::asio::detached);
  boost::asio::co_spawn(
      io, [&]() -> awaitable<void> { co_await pool.run([&] { quick.set_value(); }); }, boost::asio::detached);
  io.run();
  EXPECT_EQ(done, 50);
  EXPECT_LE(most, 2);
}
