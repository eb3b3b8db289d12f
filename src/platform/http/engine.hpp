#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "address_guard.hpp"
#include "call.hpp"
#include "dunlin/platform/http/client.hpp"
#include "dunlin/platform/http/url.hpp"
#include "pool.hpp"
#include "proxies.hpp"
#include "resolver.hpp"
#include "response_parser.hpp"
#include "tls.hpp"

namespace dunlin::http {

/// What a Client is made of: the way to a server, the connections kept, and one request on one of them.
struct Client::Engine : std::enable_shared_from_this<Engine> {
  Engine(boost::asio::any_io_executor executor, ClientOptions options);

  /// One request to one URL, without following redirects; throws ClientError.
  awaitable<Incoming> exchange(Call& call, Url url, Outgoing const& request, std::vector<Header> signature);
  void close();
  Load load() const;

  boost::asio::any_io_executor const executor;
  ClientOptions const options;
  std::set<Call*> calls;
  bool closed = false;

 private:
  struct Route {
    Proxy const* proxy;  // null: directly
    std::string key;     // of the pool
    bool trusted;        // not judged by the guard
  };
  enum class Fault { none, unsent, unanswered, cut_short, malformed, too_large };

  Route route_to(Url const& url, bool trusted) const;
  awaitable<std::shared_ptr<Wire>> open(Call& call, Url const& url, Route const& route);
  awaitable<void> connect(Call& call, Wire& wire, Url const& url, Route const& route);
  awaitable<void> tunnel(Wire& wire, Url const& url, Proxy const& proxy);
  std::string request_text(Url const& url, Route const& route, Outgoing const& request,
                           std::vector<Header> const& signature) const;
  awaitable<Fault> talk(Wire& wire, std::string_view text, bool has_no_body, std::optional<ResponseParser>& parser,
                        std::size_t most_bytes);
  awaitable<Fault> read_one(Wire& wire, ResponseParser& parser, std::string& pending);
  void keep(Route const& route, std::shared_ptr<Wire> wire, Incoming const& incoming);
  static awaitable<void> sweep(std::shared_ptr<Engine> self);

  AddressGuard const guard_;
  Proxies const proxies_;
  TlsContext tls_;
  Resolver resolver_;
  Pool pool_;
  boost::asio::steady_timer sweep_timer_;
  bool sweeping_ = false;
  int in_use_ = 0;
  std::string read_buffer_;  // between reading into it and parsing nothing waits: one serves all
};

}  // namespace dunlin::http
