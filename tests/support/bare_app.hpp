#pragma once
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <thread>
#include <utility>

#include "dunlin/app.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "dunlin/platform/redis/redis.hpp"

namespace dunlin::test {

/// One io thread, as the server has it.
class IoThread {
 public:
  IoThread() : guard_(context_.get_executor()), thread_([this] { context_.run(); }) {}
  ~IoThread() { stop(); }
  void stop() {
    guard_.reset();
    context_.stop();
    if (thread_.joinable()) thread_.join();
  }
  boost::asio::any_io_executor executor() { return context_.get_executor(); }
  /// Runs it on the io thread; waits here for its result.
  template <class T>
  T wait(awaitable<T> work) {
    return boost::asio::co_spawn(context_, std::move(work), boost::asio::use_future).get();
  }

 private:
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
  std::thread thread_;
};

/// An App of which only what is handed in may be touched: for rooms low in the house.
struct BareApp {
  BareApp(config::Config const& config, Clock const& clock, db::Database& db, redis::Redis* redis = nullptr)
      : app{config,
            clock,
            nothing<metrics::Metrics>(),
            db,
            redis ? *redis : nothing<redis::Redis>(),
            nothing<crypto::CpuPool>(),
            nothing<http::Client>(),
            nothing<jobs::Queue>(),
            nothing<store::Secrets>(),
            nothing<store::Records>(),
            nothing<access::Tokens>(),
            nothing<access::RateLimits>(),
            nothing<federation::Memory>(),
            nothing<media::Storage>(),
            nothing<timelines::Live>(),
            nothing<api::mastodon::Streams>()} {}

  App app;

 private:
  template <class T>
  static T& nothing() {
    alignas(64) static char bytes[64];
    return *static_cast<T*>(static_cast<void*>(bytes));
  }
};

/// Waits until the condition holds; false when it does not within ten seconds.
template <class Condition>
bool eventually(Condition condition) {
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace dunlin::test
