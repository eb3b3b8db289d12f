#include "dunlin/platform/http/server.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "response_head.hpp"
#include "session.hpp"

namespace dunlin::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr auto longest_sweep = std::chrono::milliseconds(1000);
constexpr auto shortest_sweep = std::chrono::milliseconds(5);
constexpr auto accept_pause = std::chrono::milliseconds(100);
constexpr auto drain_step = std::chrono::milliseconds(5);

/// A quarter of the shortest patience: nobody waits much longer than promised, and one timer serves all.
Duration sweep_interval(ServerOptions const& options) {
  auto const shortest = std::min({options.header_patience, options.body_patience, options.idle});
  return std::clamp<Duration>(shortest / 4, shortest_sweep, longest_sweep);
}

}  // namespace

struct Server::Impl : ServerState, std::enable_shared_from_this<Impl> {
  Impl(asio::any_io_executor executor, ServerOptions options_, BodyLimit limit_, Handler handler_)
      : ServerState(std::move(options_), std::move(limit_), std::move(handler_)),
        acceptor(executor),
        sweep_timer(executor),
        pause_timer(executor) {}

  asio::ip::tcp::acceptor acceptor;
  asio::steady_timer sweep_timer, pause_timer;
  bool sweeping = false;

  std::uint16_t open();
  static awaitable<void> accept(std::shared_ptr<Impl> self);
  static awaitable<void> sweep(std::shared_ptr<Impl> self);
  void receive(asio::ip::tcp::socket socket);
  void close();
  /// Held: closing one may end it, and others with it.
  std::vector<std::shared_ptr<OpenChannel>> open_channels() const;
  void cut_channels();
};

std::uint16_t Server::Impl::open() {
  asio::ip::tcp::endpoint const endpoint(asio::ip::make_address(options.address), options.port);
  acceptor.open(endpoint.protocol());
  acceptor.set_option(asio::ip::tcp::acceptor::reuse_address(true));
  if (endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only(false));
  acceptor.bind(endpoint);
  acceptor.listen(asio::socket_base::max_listen_connections);
  return acceptor.local_endpoint().port();
}

awaitable<void> Server::Impl::accept(std::shared_ptr<Impl> self) {
  while (self->acceptor.is_open()) {
    error_code failed;
    auto socket = co_await self->acceptor.async_accept(asio::redirect_error(asio::use_awaitable, failed));
    if (!failed) {
      self->receive(std::move(socket));
    } else if (self->acceptor.is_open()) {  // out of descriptors, most likely: others must finish first
      self->pause_timer.expires_after(accept_pause);
      co_await self->pause_timer.async_wait(asio::redirect_error(asio::use_awaitable, failed));
    }
  }
}

void Server::Impl::receive(asio::ip::tcp::socket socket) {
  if (sessions.size() + channels.size() >= options.most_connections) {
    auto const refusal = plain_error(503);
    std::string text;
    append_head(text, refusal, {.date = date(), .id = {}, .keep_alive = false});
    text += refusal.body;
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(text), ignored);
    return;
  }
  auto session = std::make_shared<Session>(shared_from_this(), std::move(socket));
  asio::co_spawn(acceptor.get_executor(), [session]() -> awaitable<void> { return session->run(); }, asio::detached);
  if (!sweeping) {
    sweeping = true;
    asio::co_spawn(acceptor.get_executor(), sweep(shared_from_this()), asio::detached);
  }
}

awaitable<void> Server::Impl::sweep(std::shared_ptr<Impl> self) {
  auto const interval = sweep_interval(self->options);
  while (!self->sessions.empty()) {
    self->sweep_timer.expires_after(interval);
    error_code ignored;
    co_await self->sweep_timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    auto const now = std::chrono::steady_clock::now();
    for (auto* session : self->sessions) session->expire(now);
  }
  self->sweeping = false;
}

void Server::Impl::close() {
  stopping = true;
  error_code ignored;
  acceptor.close(ignored);
  pause_timer.cancel();
}

std::vector<std::shared_ptr<OpenChannel>> Server::Impl::open_channels() const {
  std::vector<std::shared_ptr<OpenChannel>> held;
  for (auto* channel : channels)
    if (auto keep = channel->weak_from_this().lock()) held.push_back(std::move(keep));
  return held;
}

void Server::Impl::cut_channels() {
  for (auto const& channel : open_channels()) channel->cut();
}

Server::Server(asio::any_io_executor executor, ServerOptions options, BodyLimit limit, Handler handler)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(options), std::move(limit), std::move(handler))) {}

Server::~Server() {
  impl_->close();
  impl_->disk.reset();
  for (auto* session : impl_->sessions) session->cut();
  impl_->cut_channels();
}

std::uint16_t Server::start() {
  auto const port = impl_->open();
  asio::co_spawn(impl_->acceptor.get_executor(), Impl::accept(impl_), asio::detached);
  return port;
}

awaitable<void> Server::stop(Duration patience) {
  auto const self = impl_;
  self->close();
  for (auto* session : self->sessions) session->finish();
  for (auto const& channel : self->open_channels()) channel->close(going_away);
  auto const deadline = std::chrono::steady_clock::now() + patience;
  asio::steady_timer timer(self->acceptor.get_executor());
  error_code ignored;
  while (!(self->sessions.empty() && self->channels.empty()) && std::chrono::steady_clock::now() < deadline) {
    timer.expires_after(drain_step);
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  for (auto* session : self->sessions) session->cut();
  self->cut_channels();
}

int Server::connections() const {
  return static_cast<int>(impl_->sessions.size() + impl_->channels.size());
}

}  // namespace dunlin::http
