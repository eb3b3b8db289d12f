#pragma once
#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "address.hpp"
#include "answers.hpp"
#include "dunlin/base/async.hpp"

namespace dunlin::redis {

/// One connection from its opening to its loss; then a new Stream is made. One io thread.
class Stream : public std::enable_shared_from_this<Stream> {
 public:
  Stream(boost::asio::any_io_executor executor, Address address);

  /// Connects and introduces itself. Throws Error or system_error, at the latest after a few seconds.
  awaitable<void> open();
  /// Sends without waiting; what is sent while a write is under way goes out together after it.
  void send(std::string_view text);
  /// Hands over each answer until the connection is lost, then throws.
  awaitable<void> read(std::function<void(Value)> on_answer);
  /// Bytes not yet taken by the socket.
  std::size_t unsent() const { return waiting_.size() + sending_.size(); }
  void close();
  /// The server's run id: another one after each of its restarts. Empty until open, or where INFO is forbidden.
  std::string const& run_id() const { return run_id_; }

 private:
  awaitable<void> connect();
  awaitable<void> introduce();
  awaitable<Value> next();
  void write_waiting();

  Address address_;
  std::string run_id_;
  boost::asio::generic::stream_protocol::socket socket_;
  boost::asio::steady_timer patience_;
  Answers answers_;
  std::array<char, 16 * 1024> bytes_;
  std::string waiting_, sending_;
  bool writing_ = false;
};

/// Why a connection ended, in words: asio's own also name the template that noticed.
std::string reason(std::exception const& error);

}  // namespace dunlin::redis
