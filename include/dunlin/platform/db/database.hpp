#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>

#include "dunlin/base/hop.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::db {

struct Options {
  std::string conninfo;             // libpq keywords or URI
  int threads = 6;                  // one connection each
  bool prepared_statements = true;  // false behind a transaction pooler
};

/// Requests come before jobs when both wait for a database thread.
enum class Urgency { request, background };

/// PostgreSQL: a few threads with one connection each, rebuilt when it breaks. Functions given to it run on
/// such a thread; capture by [&], the caller waits.
class Database {
 public:
  explicit Database(Options options);
  ~Database();  // runs what is queued, then joins the threads
  Database(Database const&) = delete;

  /// Runs single statements without BEGIN and COMMIT. Run again once on a fresh connection if the old one
  /// broke. Throws what the work throws, and Unavailable.
  template <class F>
  awaitable<std::invoke_result_t<F&, Tx&>> read(F work, Urgency urgency = Urgency::request) {
    return run(std::move(work), Mode::read, urgency);
  }

  /// Runs everything in one transaction and commits it. The work may be run again from its start on a
  /// serialization failure, a deadlock, or a connection that broke before the commit was sent; so it must
  /// change nothing but the database.
  template <class F>
  awaitable<std::invoke_result_t<F&, Tx&>> transact(F work, Urgency urgency = Urgency::request) {
    return run(std::move(work), Mode::transact, urgency);
  }

  /// The same, waiting on the calling thread: for commands, start-up and tests, never on an io thread.
  template <class F>
  std::invoke_result_t<F&, Tx&> read_blocking(F work) {
    return run_blocking(work, Mode::read);
  }
  template <class F>
  std::invoke_result_t<F&, Tx&> transact_blocking(F work) {
    return run_blocking(work, Mode::transact);
  }

  /// Called on the database thread after each commit that changed something, before the caller resumes.
  /// Set before the first transaction.
  void on_commit(std::function<void(std::span<Change const>)> listener);

  struct Load {
    int threads;  // connections the pool may use
    int busy;     // at work now
    int waiting;  // queued for a thread
  };
  Load load() const;

  /// Statements sent since the start, BEGIN and COMMIT not counted: what the tests of "a list costs a fixed
  /// number of queries" read.
  std::int64_t statements_sent() const;

 private:
  enum class Mode { read, transact };

  void submit(Urgency urgency, std::function<void()> task);
  /// On a database thread: runs the work with this thread's connection, with retries as promised above.
  void with_connection(Mode mode, std::function<void(Tx&)> const& work);

  template <class F>
  awaitable<std::invoke_result_t<F&, Tx&>> run(F work, Mode mode, Urgency urgency) {
    return hop([this, urgency](std::function<void()> task) { submit(urgency, std::move(task)); },
               [this, mode, work = std::move(work)]() mutable { return run_here(work, mode); });
  }

  template <class F>
  std::invoke_result_t<F&, Tx&> run_here(F& work, Mode mode) {
    using Result = std::invoke_result_t<F&, Tx&>;
    if constexpr (std::is_void_v<Result>) {
      with_connection(mode, [&](Tx& tx) { work(tx); });
    } else {
      std::optional<Result> result;
      with_connection(mode, [&](Tx& tx) { result.emplace(work(tx)); });
      return std::move(*result);
    }
  }

  void wait_for(std::function<void()> task);

  template <class F>
  std::invoke_result_t<F&, Tx&> run_blocking(F& work, Mode mode) {
    using Result = std::invoke_result_t<F&, Tx&>;
    if constexpr (std::is_void_v<Result>) {
      wait_for([&] { run_here(work, mode); });
    } else {
      std::optional<Result> result;
      wait_for([&] { result.emplace(run_here(work, mode)); });
      return std::move(*result);
    }
  }

  struct Pool;
  std::unique_ptr<Pool> pool_;
};

}  // namespace dunlin::db
