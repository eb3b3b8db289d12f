#include "stream.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace dunlin::redis {
namespace {

namespace asio = boost::asio;

constexpr auto open_patience = std::chrono::seconds(3);
constexpr std::size_t most_kept_bytes = 256 * 1024;

std::string read_run_id(std::string const& info) {
  constexpr std::string_view name = "run_id:";
  auto const at = info.find(name);
  if (at == std::string::npos) return {};
  auto const begin = at + name.size();
  return info.substr(begin, info.find_first_of("\r\n", begin) - begin);
}

}  // namespace

Stream::Stream(asio::any_io_executor executor, Address address)
    : address_(std::move(address)), socket_(executor), patience_(executor) {}

awaitable<void> Stream::open() {
  patience_.expires_after(open_patience);
  patience_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    auto const self = weak.lock();
    if (!error && self) self->close();
  });
  co_await connect();
  co_await introduce();
  patience_.cancel();
}

awaitable<void> Stream::connect() {
  if (!address_.socket.empty()) {
    co_await socket_.async_connect(asio::local::stream_protocol::endpoint(address_.socket), asio::use_awaitable);
    co_return;
  }
  // hiredis would resolve the name on this thread and stop it for as long as DNS takes.
  asio::ip::tcp::resolver resolver(socket_.get_executor());
  auto const found = co_await resolver.async_resolve(address_.host, address_.port, asio::use_awaitable);
  boost::system::error_code error = asio::error::host_not_found;
  for (auto const& entry : found) {
    boost::system::error_code ignored;
    socket_.close(ignored);
    co_await socket_.async_connect(entry.endpoint(), asio::redirect_error(asio::use_awaitable, error));
    if (!error) break;
  }
  if (error) throw Error(error.message());
  socket_.set_option(asio::ip::tcp::no_delay(true));
  socket_.set_option(asio::socket_base::keep_alive(true));
}

awaitable<void> Stream::introduce() {
  std::string text;
  int expected = 0;
  if (!address_.password.empty()) {
    ++expected;
    if (address_.user.empty()) {
      append_command(text, {"AUTH", address_.password});
    } else {
      append_command(text, {"AUTH", address_.user, address_.password});
    }
  }
  if (address_.database != 0) {
    ++expected;
    append_command(text, {"SELECT", std::to_string(address_.database)});
  }
  append_command(text, {"INFO", "server"});
  send(text);
  for (; expected > 0; --expected) {
    auto const answer = co_await next();
    if (answer.kind == Value::Kind::refusal) throw Error(answer.text);
  }
  run_id_ = read_run_id((co_await next()).text);
}

awaitable<Value> Stream::next() {
  for (;;) {
    if (auto answer = answers_.next()) co_return std::move(*answer);
    auto const length = co_await socket_.async_read_some(asio::buffer(bytes_), asio::use_awaitable);
    answers_.feed({bytes_.data(), length});
  }
}

awaitable<void> Stream::read(std::function<void(Value)> on_answer) {
  for (;;) {
    while (auto answer = answers_.next()) on_answer(std::move(*answer));
    auto const length = co_await socket_.async_read_some(asio::buffer(bytes_), asio::use_awaitable);
    answers_.feed({bytes_.data(), length});
  }
}

void Stream::send(std::string_view text) {
  waiting_ += text;
  if (!writing_) write_waiting();
}

void Stream::write_waiting() {
  writing_ = true;
  sending_.swap(waiting_);
  asio::async_write(socket_, asio::buffer(sending_),
                    [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                      self->writing_ = false;
                      // One huge pipeline must not keep its memory for ever.
                      if (self->sending_.capacity() > most_kept_bytes) self->sending_ = {};
                      self->sending_.clear();
                      if (error) return self->close();
                      if (!self->waiting_.empty()) self->write_waiting();
                    });
}

std::string reason(std::exception const& error) {
  auto const* const system = dynamic_cast<boost::system::system_error const*>(&error);
  return system ? system->code().message() : error.what();
}

void Stream::close() {
  boost::system::error_code ignored;
  patience_.cancel();
  socket_.close(ignored);
}

}  // namespace dunlin::redis
