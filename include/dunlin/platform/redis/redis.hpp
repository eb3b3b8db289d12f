#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/base/async.hpp"

namespace dunlin::redis {

/// Redis does not answer, or refused a command. What needs Redis must do without it: nothing in it is the
/// only copy of anything.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// An answer: text, a number, nothing, or a list of answers.
struct Value {
  enum class Kind { nil, text, number, list } kind = Kind::nil;
  std::string text;
  std::int64_t number = 0;
  std::vector<Value> list;
};

struct Options {
  std::string url;     // redis://[user:password@]host:port/db or unix:///path/to/socket?db=0
  std::string prefix;  // put before every key by key()
};

/// One command connection and one subscriber, hiredis on the io thread. Reconnects by itself, with back-off,
/// and subscribes again to what was subscribed.
class Redis {
 public:
  Redis(boost::asio::any_io_executor executor, Options options);
  ~Redis();

  /// Sends one command, words unescaped ("ZADD", key, "1", "2"). Throws Error after 2 s without an answer.
  awaitable<Value> command(std::vector<std::string> words);
  /// Sends all in one write and waits for all answers, in order; a refused one is an Error for all.
  awaitable<std::vector<Value>> pipeline(std::vector<std::vector<std::string>> commands);
  /// Publishes and forgets; callable from any thread. Lost when Redis is away.
  void publish(std::string channel, std::string message);
  /// Calls the listener on the io thread for each message of the channel, across reconnects.
  void subscribe(std::string channel, std::function<void(std::string_view message)> listener);

  bool connected() const;
  std::string key(std::string_view name) const;
  void close();

 private:
  struct Link;
  std::unique_ptr<Link> link_;
};

}  // namespace dunlin::redis
