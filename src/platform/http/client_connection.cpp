#include "client_connection.hpp"

#include <fmt/core.h>

#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "ascii.hpp"

namespace dunlin::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t most_header_bytes = 32 * 1024;
constexpr int most_interim_responses = 4;  // 1xx answers before the real one

asio::ip::tcp::endpoint endpoint(IpAddress const& address, std::uint16_t port) {
  if (is_ipv4(address)) return {asio::ip::address_v4(ipv4_at(address, 12)), port};
  return {asio::ip::address_v6(address), port};
}

void check(error_code const& failed, char const* during) {
  if (failed) throw ClientError(fmt::format("{}: {}", during, failed.message()), false);
}

bool must_read_on(beast::response_parser<beast::string_body> const& parser) {
  return !parser.is_done();
}

Incoming taken(beast::response_parser<beast::string_body>& parser) {
  auto message = parser.release();
  Incoming incoming;
  incoming.status = static_cast<int>(message.result_int());
  for (auto const& field : message) {
    auto const name = field.name_string();
    auto const value = field.value();
    incoming.headers.emplace_back(lower(std::string_view(name.data(), name.size())),
                                  std::string(value.data(), value.size()));
  }
  incoming.body = std::move(message.body());
  return incoming;
}

}  // namespace

ClientConnection::~ClientConnection() {
  // Without this OpenSSL takes the session for broken off and never resumes it (tech probes, section 6).
  if (tls_) SSL_set_shutdown(tls_->native_handle(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

awaitable<void> ClientConnection::connect(IpAddress address, std::uint16_t port) {
  error_code failed;
  co_await socket_.async_connect(endpoint(address, port), asio::redirect_error(asio::use_awaitable, failed));
  check(failed, "connect");
  socket_.set_option(asio::ip::tcp::no_delay(true), failed);
}

awaitable<void> ClientConnection::start_tls(asio::ssl::context& context, std::string host, SSL_SESSION* session) {
  tls_ = std::make_unique<Tls>(socket_, context);
  auto* const ssl = tls_->native_handle();
  if (SSL_set_tlsext_host_name(ssl, host.c_str()) != 1) throw ClientError("TLS: host name refused", true);
  tls_->set_verify_callback(asio::ssl::host_name_verification(host));
  if (session) SSL_set_session(ssl, session);
  error_code failed;
  co_await tls_->async_handshake(asio::ssl::stream_base::client, asio::redirect_error(asio::use_awaitable, failed));
  check(failed, "TLS");
}

awaitable<void> ClientConnection::open_tunnel(std::string authority, std::string user_agent) {
  co_await write(fmt::format("CONNECT {0} HTTP/1.1\r\nHost: {0}\r\nUser-Agent: {1}\r\n\r\n", authority, user_agent));
  // Only the head: what follows it belongs to the tunnel, and nobody speaks there before we do.
  std::string head;
  std::array<char, 1> byte;
  while (!head.ends_with("\r\n\r\n")) {
    if (head.size() > most_header_bytes) throw ClientError("proxy: answer too long", false);
    error_code failed;
    co_await socket_.async_read_some(asio::buffer(byte), asio::redirect_error(asio::use_awaitable, failed));
    check(failed, "proxy");
    head += byte[0];
  }
  if (head.size() < 12 || head.compare(9, 1, "2") != 0)
    throw ClientError("proxy refused: " + head.substr(0, head.find('\r')), false);
}

awaitable<void> ClientConnection::write(std::string const& bytes) {
  error_code failed;
  read_anything_ = false;
  if (tls_)
    co_await asio::async_write(*tls_, asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, failed));
  else
    co_await asio::async_write(socket_, asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, failed));
  check(failed, "write");
}

awaitable<Incoming> ClientConnection::read(std::size_t most_bytes, bool& may_be_kept) {
  std::string buffer;
  std::array<char, 16 * 1024> chunk;
  for (int interim = 0; interim < most_interim_responses; ++interim) {
    beast::response_parser<beast::string_body> parser;
    parser.eager(true);
    parser.header_limit(most_header_bytes);
    parser.body_limit(most_bytes);
    error_code failed;
    while (must_read_on(parser)) {
      if (!buffer.empty()) {
        auto const used = parser.put(asio::buffer(buffer), failed);
        buffer.erase(0, used);
        if (failed == beast::error::body_limit) throw ClientError("answer larger than allowed", true);
        if (failed && failed != beast::error::need_more) throw ClientError("not HTTP: " + failed.message(), false);
        if (!must_read_on(parser)) break;
      }
      std::size_t count = 0;
      auto token = asio::redirect_error(asio::use_awaitable, failed);
      count = tls_ ? co_await tls_->async_read_some(asio::buffer(chunk), std::move(token))
                   : co_await socket_.async_read_some(asio::buffer(chunk), std::move(token));
      if (count > 0) read_anything_ = true;
      if (failed == asio::error::eof || failed == asio::ssl::error::stream_truncated) {
        // A body without a length ends with the connection; anything else was cut.
        error_code cut;
        if (parser.got_some()) parser.put_eof(cut);
        if (!parser.is_done() || cut || failed == asio::ssl::error::stream_truncated)
          throw ClientError("connection closed before the answer ended", false);
        break;
      }
      check(failed, "read");
      buffer.append(chunk.data(), count);
    }
    if (parser.get().result_int() / 100 == 1) continue;
    may_be_kept = parser.get().keep_alive() && buffer.empty() && !parser.get().need_eof();
    co_return taken(parser);
  }
  throw ClientError("too many interim answers", false);
}

bool ClientConnection::is_stale() {
  char byte;
  auto const count = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (count < 0) return errno != EAGAIN && errno != EWOULDBLOCK;
  // Bytes on an idle plain connection are an answer nobody asked for; on TLS they may be a session ticket.
  return count == 0 || !tls_;
}

void ClientConnection::close() {
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace dunlin::http
