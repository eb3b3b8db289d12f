#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <string>
#include <string_view>

#include "dunlin/base/async.hpp"
#include "network.hpp"
#include "tls.hpp"

namespace dunlin::http {

/// One connection to another server or a proxy, plain or TLS. OpenSSL works on the socket itself: no buffers of
/// Asio's between, which would triple what an idle connection costs.
class Wire {
 public:
  explicit Wire(boost::asio::any_io_executor const& executor) : socket_(executor) {}

  /// Connects to exactly this address; false when that fails.
  awaitable<bool> connect(IpAddress const& address, std::uint16_t port);
  /// Shakes hands and verifies the host; returns what is wrong, or nothing.
  awaitable<std::string> secure(TlsContext& context, std::string const& host, std::uint16_t port);
  /// False when the connection broke before all was handed to the system: then no complete request arrived.
  awaitable<bool> write(std::string_view bytes);
  /// What has arrived, at least one byte; nothing at the end or when broken. `buffer` is filled only just
  /// before returning, so it may be shared between connections.
  awaitable<std::string_view> read(std::string& buffer);
  /// Whether the last read met an orderly end rather than a break.
  bool ended() const { return ended_; }
  /// Whether an idle connection can still be used: nothing has arrived on it, not even its end.
  bool usable();
  bool is_open() const { return socket_.is_open(); }
  /// Ends whatever waits on it.
  void close();

 private:
  enum class Need { nothing, readable, writable, broken };
  Need need_of(int result);
  std::size_t try_read(std::string& buffer, Need& need);
  std::size_t try_write(std::string_view bytes, Need& need);
  awaitable<bool> wait(Need need);

  boost::asio::ip::tcp::socket socket_;
  SslPointer ssl_;  // goes before the socket it works on
  bool ended_ = false;
};

}  // namespace dunlin::http
