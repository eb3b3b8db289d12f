#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <memory>
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

/// An answer: text, a number, nothing, or a list of answers. A refusal is an Error thrown, but for one inside a
/// list (EXEC), whose text says why.
struct Value {
  enum class Kind { nil, text, number, list, refusal } kind = Kind::nil;
  std::string text;
  std::int64_t number = 0;
  std::vector<Value> list;
};

struct Options {
  std::string url;     // redis://[user:password@]host[:port][/db] or unix:///path/to/socket[?db=0]
  std::string prefix;  // put before every key by key()
};

/// One command connection and one subscriber on the io thread of its executor. Reconnects by itself, with
/// back-off, and subscribes again to what was subscribed. While Redis is away commands fail at once.
/// To be destroyed before its io_context.
class Redis {
 public:
  /// Begins to connect; the first commands wait for that. Throws Error for a URL it cannot read.
  Redis(boost::asio::any_io_executor executor, Options options);
  ~Redis();
  Redis(Redis const&) = delete;

  /// Sends one command, words unescaped ("ZADD", key, "1", "2"). Throws Error after 2 s without an answer.
  awaitable<Value> command(std::vector<std::string> words);
  /// Sends all in one write and waits for all answers, in order; a refused one is an Error for all.
  awaitable<std::vector<Value>> pipeline(std::vector<std::vector<std::string>> commands);
  /// The same for commands that append_command() has put into `text`, `count` of them: for long pipelines.
  awaitable<std::vector<Value>> pipeline_text(std::string text, std::size_t count);
  /// Publishes and forgets; callable from any thread. Lost when Redis is away.
  void publish(std::string channel, std::string message);
  /// Calls the listener on the io thread for each message of the channel, across reconnects. Listeners must not
  /// throw and cannot be taken back.
  void subscribe(std::string channel, std::function<void(std::string_view message)> listener);
  /// Calls the listener on the io thread each time the subscription stands, the first time and after every
  /// loss: messages before that moment may be missing, so what they keep fresh must be forgotten then.
  void on_reconnect(std::function<void()> listener);

  bool connected() const;
  /// Names this life of the Redis server: another one after it was restarted, and may have gone back to an old
  /// snapshot. Empty when not connected. On the io thread.
  std::string incarnation() const;
  /// Whether messages of other processes arrive; while false, what they keep fresh may be old. Any thread.
  bool listening() const;
  std::string key(std::string_view name) const;
  /// Ends both connections; commands that wait fail.
  void close();

 private:
  struct Link;
  std::shared_ptr<Link> link_;
};

/// Appends one command in the form Redis reads.
template <class Words>
void append_command(std::string& text, Words const& words) {
  text += '*';
  text += std::to_string(std::size(words));
  text += "\r\n";
  for (std::string_view const word : words) {
    text += '$';
    text += std::to_string(word.size());
    text += "\r\n";
    text += word;
    text += "\r\n";
  }
}
/// The same for words listed in place.
inline void append_command(std::string& text, std::initializer_list<std::string_view> words) {
  append_command<std::initializer_list<std::string_view>>(text, words);
}

}  // namespace dunlin::redis
