#pragma once
#include <atomic>
#include <chrono>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "stream.hpp"

namespace dunlin::redis {

/// The connection that commands travel on. Answers come in the order of the commands. One io thread.
class Commands : public std::enable_shared_from_this<Commands> {
 public:
  using Done = std::move_only_function<void(std::exception_ptr, std::vector<Value>)>;

  Commands(boost::asio::any_io_executor executor, Address address);
  void start();
  /// Sends `count` commands and calls `done` with their answers, or why there are none. At once when Redis is
  /// away. Without `done` the answers are thrown away.
  void send(std::string_view text, std::size_t count, Done done);
  void close();
  bool connected() const { return connected_; }
  std::string run_id() const { return connected_ ? stream_->run_id() : std::string(); }

 private:
  using Clock = std::chrono::steady_clock;
  struct Waiting {
    Done done;
    std::vector<Value> answers;
    std::size_t count;
    Clock::time_point deadline;
  };

  awaitable<void> run();
  void take(Value answer);
  void watch();
  void fail_all(std::string const& why);

  boost::asio::any_io_executor executor_;
  Address address_;
  std::shared_ptr<Stream> stream_;
  std::deque<Waiting> waiting_;
  std::string before_open_;  // what was asked while the very first connection is being made
  boost::asio::steady_timer deadline_;
  boost::asio::steady_timer pause_;
  std::atomic<bool> connected_ = false;
  bool opening_first_ = true;
  bool watching_ = false;
  bool closed_ = false;
};

}  // namespace dunlin::redis
