#pragma once
// What the tests of the queue share: processes on one database that can be crashed, and a log of what ran.
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <mutex>
#include <set>

#include "support/bare_app.hpp"
#include "support/test_clock.hpp"
#include "support/test_database.hpp"

namespace dunlin::jobs {

using namespace std::chrono_literals;
using test::eventually;

inline constexpr db::Statement count_sql{"test.count", "select count(*) from jobs"};
inline constexpr db::Statement error_sql{"test.error", "select last_error from jobs where dead_at is not null"};
inline constexpr db::Statement claimed_sql{"test.claimed", "select count(*) from jobs where claimed_by is not null"};
inline constexpr db::Statement delayed_sql{"test.delayed",
                                           "select count(*) from jobs where not ready and claimed_by is null"};
inline constexpr db::Statement terminate_sql{"test.terminate", R"sql(
  select count(pg_terminate_backend(pid)) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()
)sql"};

/// What handlers of these tests did. Any thread.
struct Log {
  std::mutex mutex;
  std::map<std::string, int> runs;
  std::atomic<int> total = 0;
  std::atomic<int> running = 0;
  std::atomic<int> most_running = 0;

  void add(std::string const& payload) {
    std::scoped_lock const lock(mutex);
    ++runs[payload];
    ++total;
  }
  int runs_of(std::string const& payload) {
    std::scoped_lock const lock(mutex);
    return runs[payload];
  }
};

inline awaitable<void> pause(Duration how_long) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, how_long);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

/// A process: its own threads, pool and queue on the common database.
struct Process {
  Process(std::string const& conninfo, Clock const& clock) : config(configured(conninfo)), db({conninfo, 3, true}) {
    bare.emplace(config, clock, db);
  }
  ~Process() {
    queue.reset();
    io.stop();
  }
  static config::Config configured(std::string const& conninfo) {
    config::Config config;
    config.database = conninfo;
    return config;
  }
  void add(std::string name, std::function<awaitable<void>(Job const&)> run, Kind kind = {}) {
    kind.name = std::move(name);
    kind.run = [run = std::move(run)](App&, Job const& job) { return run(job); };
    queue->add(std::move(kind));
  }
  void start() { queue->start(bare->app, io.executor()); }
  void stop() { io.wait(queue->stop(5s)); }
  /// As kill -9 would: nothing is given back.
  void crash() { queue.reset(); }

  config::Config config;
  test::IoThread io;  // outlives what posts to it
  db::Database db;
  std::optional<test::BareApp> bare;
  std::unique_ptr<Queue> queue = std::make_unique<Queue>();
};

struct JobQueue : ::testing::Test {
  test::TestDatabase database;
  test::TestClock clock{std::chrono::floor<Duration>(std::chrono::system_clock::now())};
  db::Database db{{database.conninfo(), 2, true}};
  Log log;

  void put(std::string kind, std::string payload, Options options = {}) {
    db.transact_blocking([&](db::Tx& tx) { enqueue(tx, kind, payload, options); });
  }
  void put_many(std::string kind, int count, std::string const& host, std::string const& prefix = "") {
    std::vector<New> jobs;
    for (int i = 0; i < count; ++i) jobs.push_back({prefix + std::to_string(i), host});
    db.transact_blocking([&](db::Tx& tx) { enqueue_many(tx, kind, jobs); });
  }
  std::int64_t number(db::Statement const& sql) {
    return db.read_blocking([&](db::Tx& tx) { return tx.query(sql)[0].get<std::int64_t>(0); });
  }
  bool table_is_empty() {
    return eventually([&] { return number(count_sql) == 0; });
  }
  std::unique_ptr<Process> process() { return std::make_unique<Process>(database.conninfo(), clock); }
  std::function<awaitable<void>(Job const&)> note() {
    return [this](Job const& job) -> awaitable<void> {
      log.add(job.payload);
      co_return;
    };
  }
  std::function<awaitable<void>(Job const&)> note_slowly(Duration how_long) {
    return [this, how_long](Job const& job) -> awaitable<void> {
      log.most_running = std::max(log.most_running.load(), ++log.running);
      co_await pause(how_long);
      --log.running;
      log.add(job.payload);
    };
  }
};

}  // namespace dunlin::jobs
