#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunlin/base/async.hpp"
#include "dunlin/base/time.hpp"

namespace dunlin::http {

using Header = std::pair<std::string, std::string>;

/// A request to another server. Limits are per call; the defaults are those for ActivityPub documents.
struct Outgoing {
  std::string method = "GET";
  std::string url;
  std::vector<Header> headers;  // Host, Content-Length, Connection, User-Agent are put by the client
  std::string body;
  std::size_t most_bytes = 1024 * 1024;          // of the decoded body; more is an error, not a cut
  Duration patience = std::chrono::seconds(10);  // for the whole exchange, redirects included
  int redirects = 3;                             // GET only; never from https to http
  /// The address is one of our own settings, not of somebody else: it may be private and on any port.
  bool trusted = false;
  /// Asked before each hop with its method and URL as it is sent, so that a signature fits the host it goes to;
  /// returns more headers. May wait: signing burns a core and belongs on the cpu pool.
  std::function<awaitable<std::vector<Header>>(std::string method, std::string url)> sign;
};

struct Incoming {
  int status = 0;
  std::vector<Header> headers;  // names lower-case
  std::string body;
  std::string url;  // the one that answered: as asked for without its fragment, or after redirects
  /// First value of a header (lower-case name), or empty.
  std::string_view header(std::string_view name) const;
};

/// Why no answer came. `permanent` when asking again cannot help (bad URL, refused address, too large).
struct ClientError : std::runtime_error {
  ClientError(std::string const& what, bool lasting) : std::runtime_error(what), permanent(lasting) {}
  bool permanent;
};

struct ClientOptions {
  std::string user_agent;
  std::string allowed_private_addresses;  // comma list of networks the guard lets through
  std::string http_proxy, https_proxy, no_proxy;
  std::string certificate_file;  // SSL_CERT_FILE; the system's store when empty
  bool any_port = false;         // else 80 and 443 only (contract, section 16)
  std::size_t pool_connections = 256;
  Duration idle = std::chrono::seconds(45);
};

/// Outgoing HTTP(S): pooled keep-alive connections per host, TLS verification, proxies, and a guard that
/// refuses private and reserved addresses after name resolution, on every redirect too. Belongs to one io
/// thread: send() is awaited there.
class Client {
 public:
  /// Throws std::invalid_argument for networks or proxies, std::runtime_error for certificates it cannot read.
  Client(boost::asio::any_io_executor executor, ClientOptions options);
  ~Client();
  /// Any HTTP status is an answer; throws ClientError when there is none.
  awaitable<Incoming> send(Outgoing request);

  struct Load {
    int open;  // connections
    int idle;  // of them, in the pool
  };
  Load load() const;
  /// Closes everything; running requests end with ClientError.
  void close();

  struct Engine;  // of client.cpp and its neighbours

 private:
  std::shared_ptr<Engine> engine_;  // shared with requests under way
};

}  // namespace dunlin::http
