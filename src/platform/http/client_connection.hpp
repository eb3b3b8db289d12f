#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "dunlin/base/async.hpp"
#include "dunlin/platform/http/client.hpp"
#include "network.hpp"

namespace dunlin::http {

/// One connection to another server, plain or TLS. Every operation ends with ClientError when the socket
/// breaks; whoever owns the deadline breaks it with close().
class ClientConnection {
 public:
  explicit ClientConnection(boost::asio::any_io_executor const& executor) : socket_(executor) {}
  ~ClientConnection();

  awaitable<void> connect(IpAddress address, std::uint16_t port);
  /// Verifies the certificate against the host. `session` is the one to resume; may be null.
  awaitable<void> start_tls(boost::asio::ssl::context& context, std::string host, SSL_SESSION* session);
  /// Asks a proxy for a tunnel to "host:port".
  awaitable<void> open_tunnel(std::string authority, std::string user_agent);

  awaitable<void> write(std::string const& bytes);
  /// Reads one response within limits. `may_be_kept` tells whether the connection can take another request.
  awaitable<Incoming> read(std::size_t most_bytes, bool& may_be_kept);

  /// Whether the other side has closed, or sent something nobody asked for.
  bool is_stale();
  bool read_anything() const { return read_anything_; }
  void close();

  std::chrono::steady_clock::time_point idle_since;

 private:
  using Socket = boost::asio::ip::tcp::socket;
  using Tls = boost::asio::ssl::stream<Socket&>;
  Socket socket_;
  std::unique_ptr<Tls> tls_;
  bool read_anything_ = false;
};

}  // namespace dunlin::http
