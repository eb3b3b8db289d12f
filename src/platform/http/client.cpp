#include "dunlin/platform/http/client.hpp"

#include <fmt/core.h>

#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "address_guard.hpp"
#include "ascii.hpp"
#include "client_connection.hpp"
#include "dunlin/platform/http/url.hpp"
#include "name_lookup.hpp"
#include "proxies.hpp"

namespace dunlin::http {
namespace {

namespace asio = boost::asio;
using Moment = std::chrono::steady_clock::time_point;
using ConnectionPtr = std::shared_ptr<ClientConnection>;

constexpr std::size_t most_tls_sessions = 1024;
constexpr auto connect_patience = std::chrono::seconds(5);  // of each address

/// Breaks a connection when its time is up; the waiting operation then ends with an error.
class Deadline {
 public:
  Deadline(asio::any_io_executor const& executor, Moment when, ConnectionPtr const& connection) : timer_(executor) {
    timer_.expires_at(when);
    timer_.async_wait([connection](boost::system::error_code const& cancelled) {
      if (!cancelled) connection->close();
    });
  }

 private:
  asio::steady_timer timer_;
};

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

void refuse_line_breaks(std::string_view text) {
  if (text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos)
    throw ClientError("a header holds a line break", true);
}

/// Our slot in a context's data; the one called "app data" is Asio's own.
int engine_index() {
  static int const index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

std::string_view value_of(std::vector<Header> const& headers, std::string_view name) {
  for (auto const& [key, value] : headers)
    if (equal_ignoring_case(key, name)) return value;
  return {};
}

}  // namespace

std::string_view Incoming::header(std::string_view name) const {
  return value_of(headers, name);
}

struct Client::Engine {
  Engine(asio::any_io_executor e, ClientOptions o)
      : executor(std::move(e)),
        options(std::move(o)),
        guard(Networks(options.allowed_private_addresses)),
        proxies(options.http_proxy, options.https_proxy, options.no_proxy),
        names(executor),
        tls(asio::ssl::context::tls_client) {
    tls.set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
    tls.set_verify_mode(asio::ssl::verify_peer);
    if (options.certificate_file.empty())
      tls.set_default_verify_paths();
    else
      tls.load_verify_file(options.certificate_file);
    auto* const context = tls.native_handle();
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_set_ex_data(context, engine_index(), this);
    SSL_CTX_sess_set_new_cb(context, remember_session);
  }

  static int remember_session(SSL* ssl, SSL_SESSION* session) {
    auto* const self = static_cast<Engine*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), engine_index()));
    char const* const host = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    if (!host) return 0;
    if (self->sessions.size() >= most_tls_sessions) self->sessions.clear();
    self->sessions.insert_or_assign(
        host, std::unique_ptr<SSL_SESSION, decltype(&SSL_SESSION_free)>(session, SSL_SESSION_free));
    return 1;  // the reference is ours now
  }

  /// One route to one server, whose connections are interchangeable.
  static std::string pool_key(Url const& url, std::optional<Url> const& proxy) {
    return url.origin() + (proxy ? " " + proxy->origin() : std::string());
  }

  ConnectionPtr take_idle(std::string const& key) {
    auto const at = idle.find(key);
    while (at != idle.end() && !at->second.empty()) {
      auto connection = std::move(at->second.back());
      at->second.pop_back();
      --idle_count;
      auto const age = std::chrono::steady_clock::now() - connection->idle_since;
      if (age < options.idle && !connection->is_stale()) return connection;
      drop(connection);
    }
    if (at != idle.end()) idle.erase(at);
    return nullptr;
  }

  void give_back(std::string const& key, ConnectionPtr connection) {
    if (closed) return drop(connection);
    while (idle_count >= options.pool_connections) drop_oldest();
    connection->idle_since = std::chrono::steady_clock::now();
    idle[key].push_back(std::move(connection));
    ++idle_count;
    if (!sweeping) sweep();
  }

  void drop(ConnectionPtr const& connection) {
    connection->close();
    --open_count;
  }

  void drop_oldest() {
    auto oldest = idle.end();
    for (auto at = idle.begin(); at != idle.end(); ++at)
      if (oldest == idle.end() || at->second.front()->idle_since < oldest->second.front()->idle_since) oldest = at;
    if (oldest == idle.end()) return;
    drop(oldest->second.front());
    oldest->second.pop_front();
    --idle_count;
    if (oldest->second.empty()) idle.erase(oldest);
  }

  /// Closes what has been idle too long; runs only while something is idle.
  void sweep() {
    sweeping = true;
    sweeper.expires_after(std::chrono::seconds(10));
    sweeper.async_wait([this](boost::system::error_code const& cancelled) {
      if (cancelled) return;
      auto const limit = std::chrono::steady_clock::now() - options.idle;
      for (auto at = idle.begin(); at != idle.end();) {
        while (!at->second.empty() && at->second.front()->idle_since < limit) {
          drop(at->second.front());
          at->second.pop_front();
          --idle_count;
        }
        at = at->second.empty() ? idle.erase(at) : std::next(at);
      }
      sweeping = false;
      if (!idle.empty()) sweep();
    });
  }

  /// Judges where a request goes before anything is sent. Names behind a proxy are the proxy's to resolve.
  void judge(Url const& url) const {
    if (!options.any_port && url.port != 80 && url.port != 443) throw ClientError("port not allowed", true);
    auto const address = url.is_address() ? parse_ip(url.host) : std::nullopt;
    auto const loopback = url.host == "localhost" || url.host.ends_with(".localhost");
    if (address && !guard.allows(*address)) throw ClientError("address not allowed", true);
    if (loopback && !guard.allows(from_ipv4(0x7F000001))) throw ClientError("address not allowed", true);
  }

  awaitable<std::vector<IpAddress>> addresses_of(Url const& url, Moment deadline, bool judged) {
    if (auto const address = parse_ip(url.host)) co_return std::vector{*address};
    auto found = co_await names.find(url.host, deadline);
    if (found.empty()) throw ClientError("name not found: " + url.host, false);
    if (judged) std::erase_if(found, [&](IpAddress const& address) { return !guard.allows(address); });
    if (found.empty()) throw ClientError("address not allowed: " + url.host, true);
    co_return found;
  }

  awaitable<ConnectionPtr> connect(Url const& url, std::optional<Url> const& proxy, Moment deadline) {
    auto const& first_hop = proxy ? *proxy : url;
    auto const addresses = co_await addresses_of(first_hop, deadline, !proxy);
    std::string why;
    for (auto const& address : addresses) {
      auto const connection = std::make_shared<ClientConnection>(executor);
      try {
        Deadline const timer(executor, std::min(deadline, std::chrono::steady_clock::now() + connect_patience),
                             connection);
        co_await connection->connect(address, first_hop.port);
        if (url.scheme == "https") {
          if (proxy) co_await connection->open_tunnel(fmt::format("{}:{}", url.host, url.port), options.user_agent);
          auto const session = sessions.find(url.host);
          co_await connection->start_tls(tls, url.host, session == sessions.end() ? nullptr : session->second.get());
        }
        ++open_count;
        co_return connection;
      } catch (ClientError const& error) {
        if (error.permanent || std::chrono::steady_clock::now() >= deadline) throw;
        why = error.what();
      }
    }
    throw ClientError(why, false);
  }

  std::string request_text(Outgoing const& request, std::vector<Header> const& headers, Url const& url,
                           bool absolute) const {
    auto text = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: {}\r\nAccept-Encoding: identity\r\n",
                            request.method, absolute ? url.text() : url.target, url.authority(), options.user_agent);
    for (auto const& [name, value] : headers) {
      refuse_line_breaks(name);
      refuse_line_breaks(value);
      if (!equal_ignoring_case(name, "host")) text += fmt::format("{}: {}\r\n", name, value);
    }
    if (!request.body.empty() || request.method == "POST")
      text += fmt::format("Content-Length: {}\r\n", request.body.size());
    text += "\r\n";
    return text + request.body;
  }

  awaitable<Incoming> exchange(ConnectionPtr connection, std::string const& key, std::string const& text,
                               std::size_t most_bytes, Moment deadline) {
    bool kept = false;
    bool answered = false;
    Incoming incoming;
    try {
      Deadline const timer(executor, deadline, connection);
      co_await connection->write(text);
      incoming = co_await connection->read(most_bytes, kept);
      answered = true;
    } catch (...) {
      drop(connection);
      throw;
    }
    if (answered && kept)
      give_back(key, connection);
    else
      drop(connection);
    co_return incoming;
  }

  /// One hop: a pooled connection first. One that turns out dead before a byte was answered is replaced once;
  /// a POST only by the peek in take_idle(), since the other side may have acted on it.
  awaitable<Incoming> hop_to(Outgoing const& request, Url const& url, std::vector<Header> const& headers,
                             Moment deadline) {
    judge(url);
    auto const proxy = proxies.for_target(url);
    auto const key = pool_key(url, proxy);
    auto const text = request_text(request, headers, url, proxy && url.scheme == "http");
    if (auto const pooled = take_idle(key)) {
      try {
        co_return co_await exchange(pooled, key, text, request.most_bytes, deadline);
      } catch (ClientError const& error) {
        auto const harmless = request.method == "GET" && !pooled->read_anything() && !error.permanent;
        if (!harmless || std::chrono::steady_clock::now() >= deadline) throw;
      }
    }
    auto const fresh = co_await connect(url, proxy, deadline);
    co_return co_await exchange(fresh, key, text, request.most_bytes, deadline);
  }

  asio::any_io_executor executor;
  ClientOptions options;
  AddressGuard guard;
  Proxies proxies;
  NameLookup names;
  asio::ssl::context tls;
  std::unordered_map<std::string, std::unique_ptr<SSL_SESSION, decltype(&SSL_SESSION_free)>> sessions;
  std::unordered_map<std::string, std::deque<ConnectionPtr>> idle;  // oldest first
  std::size_t idle_count = 0;
  int open_count = 0;
  bool sweeping = false;
  bool closed = false;
  asio::steady_timer sweeper{executor};
};

Client::Client(asio::any_io_executor executor, ClientOptions options)
    : engine_(std::make_unique<Engine>(std::move(executor), std::move(options))) {}

Client::~Client() {
  close();
}

awaitable<Incoming> Client::send(Outgoing request) {
  auto const deadline = std::chrono::steady_clock::now() + request.patience;
  auto url = parse_url(request.url);
  if (!url) throw ClientError("not an http URL", true);
  std::unordered_set<std::string> visited{url->text()};
  auto address = request.url;
  for (int hops = 0;; ++hops) {
    if (engine_->closed) throw ClientError("closed", false);
    auto headers = request.headers;
    if (request.sign) {
      for (auto& header : co_await request.sign(request.method, url->text())) headers.push_back(std::move(header));
    }
    auto incoming = co_await engine_->hop_to(request, *url, headers, deadline);
    incoming.url = address;
    auto const location = incoming.header("location");
    if (request.method != "GET" || !is_redirect(incoming.status) || location.empty()) co_return incoming;
    auto const next = resolve_url(*url, location);
    if (hops >= request.redirects || !next || (url->scheme == "https" && next->scheme == "http") ||
        !visited.insert(next->text()).second)
      throw ClientError("redirect not followed", true);
    // What was meant for one host's eyes is not shown to another.
    if (next->host != url->host)
      std::erase_if(request.headers,
                    [](Header const& header) { return equal_ignoring_case(header.first, "authorization"); });
    url = next;
    address = next->text();
  }
}

Client::Load Client::load() const {
  return {engine_->open_count, static_cast<int>(engine_->idle_count)};
}

void Client::close() {
  engine_->closed = true;
  engine_->sweeper.cancel();
  while (engine_->idle_count > 0) engine_->drop_oldest();
}

}  // namespace dunlin::http
