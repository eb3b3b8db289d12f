#include "subscriber.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "dunlin/platform/log/log.hpp"
#include "pause.hpp"

namespace dunlin::redis {
namespace {

namespace asio = boost::asio;

/// A connection that died without a word is found out after two of these.
constexpr auto pulse = std::chrono::seconds(5);

}  // namespace

Subscriber::Subscriber(asio::any_io_executor executor, Address address)
    : executor_(executor), address_(std::move(address)), pause_(executor), pulse_(executor) {}

void Subscriber::subscribe(std::string channel, Listener listener) {
  if (closed_) return;
  auto& listeners = listeners_[channel];
  listeners.push_back(std::move(listener));
  if (!running_) {
    running_ = true;
    auto const run = [self = shared_from_this()] { return self->run(); };
    auto const keep_alive = [self = shared_from_this()] { return self->keep_alive(); };
    asio::co_spawn(executor_, run, asio::detached);
    asio::co_spawn(executor_, keep_alive, asio::detached);
  } else if (open_ && listeners.size() == 1) {
    std::string text;
    append_command(text, {"SUBSCRIBE", channel});
    if (!listening_) unconfirmed_.insert(channel);
    stream_->send(text);
  }
}

awaitable<void> Subscriber::run() {
  Pause pause;
  while (!closed_) {
    try {
      stream_ = std::make_shared<Stream>(executor_, address_);
      co_await stream_->open();
      open_ = heard_ = true;
      pause.reset();
      ask_for_all();
      co_await stream_->read([this](Value answer) { take(answer); });
    } catch (std::exception const& error) {
      if (listening_) log::warn("redis: subscription lost: {}", reason(error));
    }
    listening_ = open_ = false;
    stream_->close();
    if (closed_) break;
    boost::system::error_code ignored;
    pause_.expires_after(pause.next());
    co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
}

awaitable<void> Subscriber::keep_alive() {
  std::string ping;
  append_command(ping, {"PING"});
  while (!closed_) {
    boost::system::error_code ignored;
    pulse_.expires_after(pulse);
    co_await pulse_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    if (!open_ || closed_) continue;
    if (!heard_) {
      stream_->close();
    } else {
      heard_ = false;
      stream_->send(ping);
    }
  }
}

void Subscriber::ask_for_all() {
  std::vector<std::string_view> words{"SUBSCRIBE"};
  unconfirmed_.clear();
  for (auto const& [channel, _] : listeners_) {
    words.push_back(channel);
    unconfirmed_.insert(channel);
  }
  std::string text;
  append_command(text, words);
  stream_->send(text);
}

void Subscriber::take(Value const& answer) {
  heard_ = true;
  if (answer.kind == Value::Kind::refusal) throw Error(answer.text);
  if (answer.list.size() != 3) return;  // PONG
  auto const& kind = answer.list[0].text;
  auto const& channel = answer.list[1].text;
  if (kind == "subscribe") return confirmed(channel);
  if (kind != "message") return;
  auto const found = listeners_.find(channel);
  if (found == listeners_.end()) return;
  // A listener may subscribe to more, so the list may grow under it.
  for (std::size_t i = 0; i < found->second.size(); ++i) found->second[i](answer.list[2].text);
}

/// Only once every channel is confirmed does nothing get past us, and only then may caches start afresh.
void Subscriber::confirmed(std::string const& channel) {
  if (listening_) return;
  unconfirmed_.erase(channel);
  if (!unconfirmed_.empty()) return;
  listening_ = true;
  for (auto const& listener : on_reconnect_) listener();
}

void Subscriber::close() {
  closed_ = true;
  listening_ = false;
  if (stream_) stream_->close();
  pause_.cancel();
  pulse_.cancel();
}

}  // namespace dunlin::redis
