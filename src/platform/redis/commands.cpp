#include "commands.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "dunlin/platform/log/log.hpp"
#include "pause.hpp"

namespace dunlin::redis {
namespace {

namespace asio = boost::asio;

constexpr auto answer_patience = std::chrono::seconds(2);
constexpr std::size_t most_waiting = 100'000;
constexpr std::size_t most_unsent_bytes = 64 * 1024 * 1024;

}  // namespace

Commands::Commands(asio::any_io_executor executor, Address address)
    : executor_(executor), address_(std::move(address)), deadline_(executor), pause_(executor) {}

void Commands::start() {
  asio::co_spawn(executor_, [self = shared_from_this()] { return self->run(); }, asio::detached);
}

awaitable<void> Commands::run() {
  Pause pause;
  bool told = false;
  while (!closed_) {
    std::string why;
    try {
      stream_ = std::make_shared<Stream>(executor_, address_);
      co_await stream_->open();
      connected_ = true;
      opening_first_ = false;
      pause.reset();
      if (told) log::info("redis: connected again");
      told = false;
      if (!before_open_.empty()) stream_->send(std::exchange(before_open_, {}));
      co_await stream_->read([this](Value answer) { take(std::move(answer)); });
    } catch (std::exception const& error) {
      why = reason(error);
    }
    connected_ = false;
    opening_first_ = false;
    before_open_.clear();
    stream_->close();
    fail_all("Redis is away: " + why);
    if (closed_) break;
    if (!told) log::warn("redis: not connected: {}", why);
    told = true;
    boost::system::error_code ignored;
    pause_.expires_after(pause.next());
    co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
}

void Commands::send(std::string_view text, std::size_t count, Done done) {
  bool const full = waiting_.size() >= most_waiting || (stream_ && stream_->unsent() > most_unsent_bytes);
  if (closed_ || full || (!connected_ && !opening_first_)) {
    if (!done) return;
    // Posted, for a handler must not run inside the call that starts its operation.
    auto const why = std::make_exception_ptr(Error(full ? "Redis does not keep up" : "Redis is away"));
    asio::post(executor_, [done = std::move(done), why]() mutable { done(why, {}); });
    return;
  }
  waiting_.push_back({std::move(done), {}, count, Clock::now() + answer_patience});
  waiting_.back().answers.reserve(count);
  if (connected_) {
    stream_->send(text);
  } else {
    before_open_ += text;
  }
  if (!watching_) watch();
}

void Commands::take(Value answer) {
  if (waiting_.empty()) throw Error("an answer nobody asked for");
  auto& first = waiting_.front();
  first.answers.push_back(std::move(answer));
  if (first.answers.size() < first.count) return;
  // Whoever is told may ask again at once, so the queue must be in order before.
  auto finished = std::move(first);
  waiting_.pop_front();
  if (!finished.done) return;
  for (auto const& one : finished.answers)
    if (one.kind == Value::Kind::refusal)
      return finished.done(std::make_exception_ptr(Error("Redis refused: " + one.text)), {});
  finished.done(nullptr, std::move(finished.answers));
}

/// Answers come in order: when the oldest command is late the connection is stuck, and all on it fail.
void Commands::watch() {
  watching_ = true;
  deadline_.expires_at(waiting_.front().deadline);
  deadline_.async_wait([self = shared_from_this()](boost::system::error_code error) {
    self->watching_ = false;
    if (error || self->waiting_.empty()) return;
    if (self->waiting_.front().deadline > Clock::now()) return self->watch();
    // While connecting, run() tells how that ended.
    self->fail_all("Redis does not answer");
    if (self->stream_ && self->connected_) self->stream_->close();
    self->before_open_.clear();
  });
}

void Commands::fail_all(std::string const& why) {
  auto failed = std::exchange(waiting_, {});
  for (auto& one : failed)
    if (one.done) one.done(std::make_exception_ptr(Error(why)), {});
}

void Commands::close() {
  closed_ = true;
  connected_ = false;
  if (stream_) stream_->close();
  deadline_.cancel();
  pause_.cancel();
  before_open_.clear();
  fail_all("Redis is closed");
}

}  // namespace dunlin::redis
