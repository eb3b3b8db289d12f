#include "changes.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "dunlin/base/async.hpp"
#include "dunlin/platform/crypto/crypto.hpp"

namespace dunlin::server {
namespace {

namespace asio = boost::asio;

/// The first line of the text, which loses it.
std::string_view take_line(std::string_view& text) {
  auto const end = std::min(text.find('\n'), text.size());
  auto const line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

}  // namespace

std::string write_changes(std::string_view sender, std::span<db::Change const> changes) {
  std::string message(sender);
  for (auto const& change : changes) message += "\n" + change.kind + " " + change.key;
  return message;
}

std::vector<db::Change> read_changes(std::string_view own, std::string_view message) {
  std::vector<db::Change> changes;
  if (take_line(message) == own) return changes;
  while (!message.empty()) {
    auto const line = take_line(message);
    auto const space = line.find(' ');
    if (space != std::string_view::npos)
      changes.push_back({std::string(line.substr(0, space)), std::string(line.substr(space + 1))});
  }
  return changes;
}

/// What listeners and the watch hold on to: they may be called once more while all else goes away.
struct Changes::Ears {
  store::Records& records;
  access::Tokens& tokens;
  std::function<void(db::Change const&)> listener = nullptr;
  bool stopped = false;  // io thread
  std::shared_ptr<asio::steady_timer> timer = nullptr;

  void forget(std::span<db::Change const> changes) {
    for (auto const& change : changes) {
      records.forget(change);
      tokens.forget(change);
      if (listener) listener(change);
    }
  }
  void forget_all() {
    records.clear();
    tokens.forget({store::change::token, "all"});
    if (listener) listener({store::change::token, "all"});
  }

  /// While nobody can tell us what changed, nothing is remembered for long.
  static awaitable<void> watch(std::shared_ptr<Ears> ears, redis::Redis& redis, Duration unheard) {
    while (!ears->stopped) {
      boost::system::error_code ignored;
      ears->timer->expires_after(unheard);
      co_await ears->timer->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
      if (!ears->stopped && !redis.listening()) ears->forget_all();
    }
  }
};

Changes::Changes(redis::Redis& redis, store::Records& records, access::Tokens& tokens)
    : redis_(redis),
      channel_(redis.key("changes")),
      process_(crypto::random_token(9)),
      ears_(std::make_shared<Ears>(records, tokens)) {}

Changes::~Changes() = default;

void Changes::committed(std::span<db::Change const> changes) {
  ears_->forget(changes);
  redis_.publish(channel_, write_changes(process_, changes));
}

void Changes::start(asio::any_io_executor executor, Duration unheard) {
  ears_->timer = std::make_shared<asio::steady_timer>(executor);
  redis_.subscribe(channel_, [ears = ears_, own = process_](std::string_view message) {
    if (!ears->stopped) ears->forget(read_changes(own, message));
  });
  redis_.on_reconnect([ears = ears_] {
    if (!ears->stopped) ears->forget_all();
  });
  asio::co_spawn(executor, Ears::watch(ears_, redis_, unheard), asio::detached);
}

void Changes::tell(std::function<void(db::Change const&)> listener) {
  ears_->listener = std::move(listener);
}

void Changes::stop() {
  ears_->stopped = true;
  if (ears_->timer) ears_->timer->cancel();
}

}  // namespace dunlin::server
