#include "dunlin/platform/db/database.hpp"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "connection.hpp"

namespace dunlin::db {
namespace {

// Deadlocks and serialization failures are over when one side has retried; more means something else is wrong.
constexpr int most_attempts = 4;

bool worth_retrying(Error const& error) {
  return error.sqlstate == "40001" || error.sqlstate == "40P01";
}

thread_local Connection* this_threads_connection = nullptr;

}  // namespace

struct Database::Pool {
  Options options;
  PoolState state;
  std::vector<std::function<void(std::span<Change const>)>> listeners;

  mutable std::mutex mutex;
  std::condition_variable wanted;
  std::deque<std::function<void()>> requests;
  std::deque<std::function<void()>> background;
  int busy = 0;
  int busy_background = 0;
  bool stopping = false;
  std::vector<std::thread> threads;

  explicit Pool(Options o) : options(std::move(o)) {}

  /// One thread stays free for requests, so that a flood of jobs never makes a reader wait for all of them.
  bool may_take_background() const {
    return !background.empty() && (options.threads == 1 || busy_background < options.threads - 1);
  }

  void work() {
    Connection connection(options, state);
    this_threads_connection = &connection;
    std::unique_lock lock(mutex);
    for (;;) {
      wanted.wait(lock, [&] { return stopping || !requests.empty() || may_take_background(); });
      bool const is_request = !requests.empty();
      if (!is_request && !may_take_background()) {
        if (background.empty()) return;  // stopping, and nothing is left
        wanted.wait(lock);               // stopping, and others are at the rest
        continue;
      }
      auto& queue = is_request ? requests : background;
      auto const task = std::move(queue.front());
      queue.pop_front();
      ++busy;
      busy_background += !is_request;
      lock.unlock();
      task();
      lock.lock();
      --busy;
      busy_background -= !is_request;
      if (!is_request) wanted.notify_one();
      if (stopping) wanted.notify_all();
    }
  }
};

Database::Database(Options options) : pool_(std::make_unique<Pool>(std::move(options))) {
  for (int i = 0; i < pool_->options.threads; ++i) pool_->threads.emplace_back([this] { pool_->work(); });
}

Database::~Database() {
  {
    std::scoped_lock const lock(pool_->mutex);
    pool_->stopping = true;
  }
  pool_->wanted.notify_all();
  for (auto& thread : pool_->threads) thread.join();
}

void Database::submit(Urgency urgency, std::function<void()> task) {
  {
    std::scoped_lock const lock(pool_->mutex);
    (urgency == Urgency::request ? pool_->requests : pool_->background).push_back(std::move(task));
  }
  pool_->wanted.notify_one();
}

void Database::with_connection(Mode mode, std::function<void(Tx&)> const& work) {
  auto& connection = *this_threads_connection;
  for (int attempt = 1;; ++attempt) {
    connection.ensure_open();
    Tx tx(connection);
    try {
      if (mode == Mode::transact) connection.begin();
      work(tx);
      if (mode == Mode::transact)
        connection.commit();
      else
        connection.flush();
    } catch (Unavailable const&) {
      bool const outcome_unknown = mode == Mode::transact && connection.commit_was_sent();
      connection.close();
      // An idle connection that died is only noticed now; a second break is a server that is away.
      if (outcome_unknown || attempt > 1) throw;
      continue;
    } catch (Error const& error) {
      connection.roll_back();
      if (mode == Mode::transact && worth_retrying(error) && attempt < most_attempts) continue;
      throw;
    } catch (...) {
      connection.roll_back();
      throw;
    }
    if (!tx.changes_.empty()) {
      for (auto const& listener : pool_->listeners) listener(tx.changes_);
    }
    for (auto const& action : tx.after_commit_) action();
    return;
  }
}

void Database::wait_for(std::function<void()> task) {
  std::promise<void> done;
  std::exception_ptr failure;
  submit(Urgency::request, [&] {
    try {
      task();
    } catch (...) {
      failure = std::current_exception();
    }
    done.set_value();  // out here the exception is the caller's alone
  });
  done.get_future().get();
  if (failure) std::rethrow_exception(failure);
}

void Database::on_commit(std::function<void(std::span<Change const>)> listener) {
  pool_->listeners.push_back(std::move(listener));
}

Database::Load Database::load() const {
  std::scoped_lock const lock(pool_->mutex);
  return {pool_->options.threads, pool_->busy, static_cast<int>(pool_->requests.size() + pool_->background.size())};
}

std::int64_t Database::statements_sent() const {
  return pool_->state.statements.load(std::memory_order_relaxed);
}

}  // namespace dunlin::db
