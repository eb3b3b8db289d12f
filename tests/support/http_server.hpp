#pragma once
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "dunlin/platform/http/server.hpp"

namespace dunlin::testing {

/// An io thread for a test's coroutines.
class IoThread {
 public:
  ~IoThread() {
    guard_.reset();
    io_.stop();
    thread_.join();
  }
  boost::asio::io_context& io() { return io_; }
  /// Runs the coroutine on the io thread and waits for its result; its exception is rethrown here.
  template <class Result>
  Result run(std::function<awaitable<Result>()> work) {
    return boost::asio::co_spawn(io_, std::move(work), boost::asio::use_future).get();
  }
  /// Runs plain code on the io thread and waits for it.
  template <class Work>
  auto on_io(Work work) {
    using Result = decltype(work());
    return run<Result>([&]() -> awaitable<Result> { co_return work(); });
  }

 private:
  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_{io_.get_executor()};
  std::thread thread_{[this] { io_.run(); }};
};

/// A server of ours on a free loopback port, with a handler of the test's own.
class HttpServer {
 public:
  using Handler = http::Server::Handler;
  explicit HttpServer(Handler handler, http::ServerOptions options = {}, std::size_t most_body = 1024 * 1024) {
    options.port = 0;
    thread_.on_io([&] {
      server_.emplace(
          thread_.io().get_executor(), options, [most_body](auto, auto) { return most_body; },
          [this, handler = std::move(handler)](http::Request request) {
            ++requests_;
            return handler(std::move(request));
          });
      port_ = server_->start();
    });
  }
  ~HttpServer() {
    thread_.on_io([&] { server_.reset(); });
  }

  std::uint16_t port() const { return port_; }
  int requests() const { return requests_; }
  int connections() {
    return thread_.on_io([&] { return server_->connections(); });
  }
  void stop(Duration patience) {
    thread_.run<void>([&] { return server_->stop(patience); });
  }
  IoThread& thread() { return thread_; }

 private:
  IoThread thread_;
  std::optional<http::Server> server_;
  std::uint16_t port_ = 0;
  std::atomic<int> requests_ = 0;
};

/// Waits until the condition holds; false after five seconds.
template <class Condition>
bool eventually(Condition condition) {
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace dunlin::testing
