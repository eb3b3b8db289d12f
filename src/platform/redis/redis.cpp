#include "dunlin/platform/redis/redis.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "commands.hpp"
#include "subscriber.hpp"

namespace dunlin::redis {
namespace asio = boost::asio;

struct Redis::Link {
  Link(asio::any_io_executor where, Options const& options)
      : executor(where),
        prefix(options.prefix),
        commands(std::make_shared<Commands>(where, read_address(options.url))),
        subscriber(std::make_shared<Subscriber>(where, read_address(options.url))) {}

  asio::any_io_executor executor;
  std::string prefix;
  std::shared_ptr<Commands> commands;
  std::shared_ptr<Subscriber> subscriber;
};

Redis::Redis(asio::any_io_executor executor, Options options) : link_(std::make_shared<Link>(executor, options)) {
  link_->commands->start();
}

Redis::~Redis() {
  close();
}

awaitable<std::vector<Value>> Redis::pipeline_text(std::string text, std::size_t count) {
  if (count == 0) co_return std::vector<Value>{};
  auto initiate = [&](auto handler) {
    auto const caller = asio::get_associated_executor(handler);
    auto done = [caller, handler = std::move(handler)](std::exception_ptr error, std::vector<Value> answers) mutable {
      // The caller's coroutine resumes on its own thread; when that is this one, here and now.
      asio::dispatch(caller, [handler = std::move(handler), error, answers = std::move(answers)]() mutable {
        std::move(handler)(error, std::move(answers));
      });
    };
    asio::dispatch(link_->executor, [commands = link_->commands, &text, count, done = std::move(done)]() mutable {
      commands->send(text, count, std::move(done));
    });
  };
  co_return co_await asio::async_initiate<asio::use_awaitable_t<> const, void(std::exception_ptr, std::vector<Value>)>(
      initiate, asio::use_awaitable);
}

awaitable<Value> Redis::command(std::vector<std::string> words) {
  std::string text;
  append_command(text, words);
  auto answers = co_await pipeline_text(std::move(text), 1);
  co_return std::move(answers.front());
}

awaitable<std::vector<Value>> Redis::pipeline(std::vector<std::vector<std::string>> commands) {
  std::string text;
  for (auto const& words : commands) append_command(text, words);
  co_return co_await pipeline_text(std::move(text), commands.size());
}

void Redis::publish(std::string channel, std::string message) {
  std::string text;
  append_command(text, {"PUBLISH", channel, message});
  asio::post(link_->executor,
             [commands = link_->commands, text = std::move(text)] { commands->send(text, 1, nullptr); });
}

void Redis::subscribe(std::string channel, std::function<void(std::string_view)> listener) {
  asio::dispatch(link_->executor, [subscriber = link_->subscriber, channel = std::move(channel),
                                   listener = std::move(listener)]() mutable {
    subscriber->subscribe(std::move(channel), std::move(listener));
  });
}

void Redis::on_reconnect(std::function<void()> listener) {
  asio::dispatch(link_->executor, [subscriber = link_->subscriber, listener = std::move(listener)]() mutable {
    subscriber->on_reconnect(std::move(listener));
  });
}

bool Redis::connected() const {
  return link_->commands->connected();
}

std::string Redis::incarnation() const {
  return link_->commands->run_id();
}

bool Redis::listening() const {
  return link_->subscriber->listening();
}

std::string Redis::key(std::string_view name) const {
  std::string key;
  key.reserve(link_->prefix.size() + name.size());
  key += link_->prefix;
  key += name;
  return key;
}

void Redis::close() {
  asio::dispatch(link_->executor, [commands = link_->commands, subscriber = link_->subscriber] {
    commands->close();
    subscriber->close();
  });
}

}  // namespace dunlin::redis
