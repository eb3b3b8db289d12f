#include "wire.hpp"

#include <openssl/err.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace dunlin::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

tcp::endpoint endpoint_of(IpAddress const& address, std::uint16_t port) {
  if (is_ipv4(address)) return {asio::ip::address_v4(ipv4_at(address, 12)), port};
  return {asio::ip::address_v6(address), port};
}

}  // namespace

awaitable<bool> Wire::connect(IpAddress const& address, std::uint16_t port) {
  error_code failed;
  socket_.close(failed);
  co_await socket_.async_connect(endpoint_of(address, port), asio::redirect_error(asio::use_awaitable, failed));
  if (!failed) socket_.set_option(tcp::no_delay(true), failed);
  if (!failed) socket_.non_blocking(true, failed);
  co_return !failed;
}

awaitable<std::string> Wire::secure(TlsContext& context, std::string const& host, std::uint16_t port) {
  ssl_ = context.open(host, port, socket_.native_handle());
  for (;;) {
    ERR_clear_error();
    auto const need = need_of(SSL_do_handshake(ssl_.get()));
    if (need == Need::nothing) co_return std::string();
    if (need == Need::broken || !co_await wait(need)) co_return tls_problem(ssl_.get());
  }
}

awaitable<bool> Wire::write(std::string_view bytes) {
  while (!bytes.empty()) {
    auto need = Need::nothing;
    bytes.remove_prefix(try_write(bytes, need));
    if (need == Need::broken || (need != Need::nothing && !co_await wait(need))) co_return false;
  }
  co_return true;
}

awaitable<std::string_view> Wire::read(std::string& buffer) {
  // An answer has hardly ever arrived already: waiting first saves a look in vain. What TLS has decoded and not
  // handed over yet never shows on the socket.
  auto need = ssl_ && SSL_pending(ssl_.get()) > 0 ? Need::nothing : Need::readable;
  for (;;) {
    if (need != Need::nothing && !co_await wait(need)) co_return std::string_view();
    auto const count = try_read(buffer, need);
    if (count > 0) co_return std::string_view(buffer).substr(0, count);
    if (need == Need::broken) co_return std::string_view();
  }
}

bool Wire::usable() {
  if (!socket_.is_open()) return false;
  char byte;
  if (!ssl_) {
    auto const count = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  }
  // Session tickets may have come meanwhile; reading takes them in and tells them from an end.
  ERR_clear_error();
  return need_of(SSL_peek(ssl_.get(), &byte, 1)) == Need::readable;
}

void Wire::close() {
  error_code ignored;
  socket_.close(ignored);
}

Wire::Need Wire::need_of(int result) {
  if (result > 0) return Need::nothing;
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return Need::readable;
    case SSL_ERROR_WANT_WRITE:
      return Need::writable;
    case SSL_ERROR_ZERO_RETURN:
      ended_ = true;
      return Need::broken;
    default:
      return Need::broken;
  }
}

std::size_t Wire::try_read(std::string& buffer, Need& need) {
  need = Need::broken;
  if (!socket_.is_open()) return 0;  // its number may be another connection's by now: OpenSSL must not use it
  if (ssl_) {
    ERR_clear_error();
    auto const count = SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()));
    need = need_of(count);
    return count > 0 ? static_cast<std::size_t>(count) : 0;
  }
  error_code failed;
  auto const count = socket_.read_some(asio::buffer(buffer), failed);
  ended_ = failed == asio::error::eof;
  need = !failed ? Need::nothing : failed == asio::error::would_block ? Need::readable : Need::broken;
  return count;
}

std::size_t Wire::try_write(std::string_view bytes, Need& need) {
  need = Need::broken;
  if (!socket_.is_open()) return 0;
  if (ssl_) {
    constexpr std::size_t most_at_once = 1 << 30;
    ERR_clear_error();
    auto const count = SSL_write(ssl_.get(), bytes.data(), static_cast<int>(std::min(bytes.size(), most_at_once)));
    need = need_of(count);
    return count > 0 ? static_cast<std::size_t>(count) : 0;
  }
  error_code failed;
  auto const count = socket_.write_some(asio::buffer(bytes), failed);
  need = !failed ? Need::nothing : failed == asio::error::would_block ? Need::writable : Need::broken;
  return count;
}

awaitable<bool> Wire::wait(Need need) {
  if (!socket_.is_open()) co_return false;
  error_code failed;
  co_await socket_.async_wait(need == Need::readable ? tcp::socket::wait_read : tcp::socket::wait_write,
                              asio::redirect_error(asio::use_awaitable, failed));
  co_return !failed && socket_.is_open();
}

}  // namespace dunlin::http
