#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "dunlin/base/async.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/platform/http/message.hpp"

namespace dunlin::http {

/// Whether somebody may send a body that does not fit into memory; asked when that shows, with the head as read.
using Admission = std::function<awaitable<bool>(Request const&)>;

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 3000;
  std::string trusted_proxies = "127.0.0.0/8,::1/128,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7";
  std::size_t most_header_bytes = 16 * 1024;
  std::size_t most_connections = 20'000;
  Duration header_patience = std::chrono::seconds(15);  // from the first byte to the end of the headers
  Duration body_patience = std::chrono::seconds(30);    // from there to the end of a small body
  std::size_t slowest_body = 16 * 1024;                 // bytes a second: a large body has as long as these take
  Duration idle = std::chrono::seconds(75);             // between two requests
  std::size_t most_body_in_memory = 1024 * 1024;        // more of a body goes to the disk
  std::string spool_directory = "/tmp";                 // there
  std::size_t most_spools = 64;                         // at the same time; who comes then is asked to come later
  Admission admit = {};                                 // empty: anybody
};

/// HTTP/1.1 on Beast, whose templates stay inside this folder. One coroutine per connection, no strand: a
/// server belongs to one io thread.
class Server {
 public:
  /// Answers one request; must not throw. HEAD is answered by asking it for GET and leaving the body out.
  using Handler = std::function<awaitable<Response>(Request)>;
  /// How many bytes of body this request line may have, asked before the body is read.
  using BodyLimit = std::function<std::size_t(std::string_view method, std::string_view path)>;

  Server(boost::asio::any_io_executor executor, ServerOptions options, BodyLimit limit, Handler handler);
  ~Server();
  /// Binds and accepts; throws when the address is taken. Returns the bound port.
  std::uint16_t start();
  /// Closes the listener and idle connections, lets requests finish until the deadline, then cuts them.
  awaitable<void> stop(Duration patience);
  int connections() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace dunlin::http
