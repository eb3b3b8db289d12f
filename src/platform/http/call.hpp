#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>

#include "dunlin/base/time.hpp"
#include "wire.hpp"

namespace dunlin::http {

/// One send() under way: its deadline, and the connection to close when that passes or the client closes.
class Call : public std::enable_shared_from_this<Call> {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  Call(boost::asio::any_io_executor const& executor, Duration patience);
  /// From now on this connection is the one that waits.
  void use(std::shared_ptr<Wire> const& wire) { wire_ = wire; }
  /// The next step may take this long at most, and never longer than the whole call.
  void limit_step(Duration patience);
  void limit_whole();
  Moment deadline() const { return deadline_; }
  /// Nothing more is to be tried: time is up, or the client closes.
  bool over() const { return closed_ || std::chrono::steady_clock::now() >= deadline_; }
  bool closed() const { return closed_; }
  void close();
  void finish() { timer_.cancel(); }

 private:
  void arm(Moment when);

  boost::asio::steady_timer timer_;
  Moment const deadline_;
  std::weak_ptr<Wire> wire_;
  bool closed_ = false;
};

}  // namespace dunlin::http
