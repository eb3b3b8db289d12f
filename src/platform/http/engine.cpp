#include "engine.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/error.hpp>
#include <charconv>

#include "ascii.hpp"

namespace dunlin::http {
namespace {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
using namespace std::chrono_literals;

constexpr std::size_t answer_read_bytes = 64 * 1024;
constexpr Duration resolve_patience = 5s, connect_patience = 5s, tls_patience = 5s;  // contract, section 16
constexpr Duration first_connect_patience = 2s;  // while another address is left to try
constexpr std::size_t most_addresses = 4;
constexpr std::size_t most_answer_framing_bytes = 64 * 1024;  // of a head, a chunk's head, or trailers
constexpr int most_interim_answers = 4;
constexpr Duration idle_sweep_interval = 5s;

/// What the client writes itself; callers' values for these are left out.
constexpr bool is_ours(std::string_view lower_name) {
  return lower_name == "host" || lower_name == "content-length" || lower_name == "connection" ||
         lower_name == "user-agent" || lower_name == "accept-encoding" || lower_name == "transfer-encoding" ||
         lower_name == "proxy-authorization";
}

void append_headers(std::string& text, std::vector<Header> const& headers) {
  for (auto const& [name, value] : headers) {
    auto const breaks = [](std::string const& part) { return part.find_first_of("\r\n\0", 0, 3) != std::string::npos; };
    if (name.empty() || breaks(name) || breaks(value) || name.contains(':'))
      throw ClientError("a header cannot be sent", true);
    if (!is_ours(ascii_lower(name))) text.append(name).append(": ").append(value).append("\r\n");
  }
}

/// Servers with a short patience say so: "Keep-Alive: timeout=5".
std::optional<Duration> announced_patience(Incoming const& incoming) {
  auto const header = incoming.header("keep-alive");
  auto const at = header.find("timeout=");
  int seconds = 0;
  if (at == std::string_view::npos) return std::nullopt;
  auto const digits = header.substr(at + 8);
  if (std::from_chars(digits.data(), digits.data() + digits.size(), seconds).ec != std::errc{}) return std::nullopt;
  return std::chrono::seconds(std::clamp(seconds, 0, 3600));
}

bool is_localhost(std::string_view host) {
  return host == "localhost" || host.ends_with(".localhost");
}

/// Counts a connection as in use while a request has it.
struct Lease {
  explicit Lease(int& count_) : count(count_) { ++count; }
  ~Lease() { --count; }
  Lease(Lease const&) = delete;
  Lease& operator=(Lease const&) = delete;
  int& count;
};

}  // namespace

Client::Engine::Engine(asio::any_io_executor executor_, ClientOptions options_)
    : executor(std::move(executor_)),
      options(std::move(options_)),
      guard_(options.allowed_private_addresses),
      proxies_(options.http_proxy, options.https_proxy, options.no_proxy),
      tls_(options.certificate_file),
      resolver_(executor),
      pool_(options.pool_connections),
      sweep_timer_(executor),
      read_buffer_(answer_read_bytes, '\0') {}

void Client::Engine::close() {
  closed = true;
  for (auto* call : calls) call->close();
  resolver_.close();
  pool_.clear();
  sweep_timer_.cancel();
}

Client::Load Client::Engine::load() const {
  auto const idle = static_cast<int>(pool_.size());
  return {.open = in_use_ + idle, .idle = idle};
}

Client::Engine::Route Client::Engine::route_to(Url const& url, bool trusted) const {
  // Whoever lets us ask this very machine means any port of it.
  bool const own = is_localhost(url.host) && guard_.allows(*parse_ip("127.0.0.1"));
  if (!trusted && !options.any_port && !own && url.port != 80 && url.port != 443)
    throw ClientError("port " + std::to_string(url.port) + " is not asked", true);
  // Connections that the guard did not judge are kept apart.
  Route route{proxies_.to(url), (trusted ? "trusted " : "") + url.origin(), trusted};
  if (!route.proxy) return route;
  // A proxy resolves names itself and judges them or not; what can be judged from here is not left to it.
  auto const address = is_localhost(url.host) ? parse_ip("127.0.0.1") : parse_ip(url.host);
  if (!trusted && address && !guard_.allows(*address))
    throw ClientError("the address of " + url.host + " is refused", true);
  route.key += " by " + route.proxy->host + ":" + std::to_string(route.proxy->port);
  return route;
}

awaitable<Incoming> Client::Engine::exchange(Call& call, Url url, Outgoing const& request,
                                             std::vector<Header> signature) {
  auto const route = route_to(url, request.trusted);
  auto const text = request_text(url, route, request, signature);
  auto const is_read = request.method == "GET" || request.method == "HEAD";
  Lease const lease(in_use_);

  auto wire = pool_.take(route.key);
  auto const reused = wire != nullptr;
  if (reused) {
    call.use(wire);
    call.limit_whole();
  } else {
    wire = co_await open(call, url, route);
  }
  std::optional<ResponseParser> parser;
  auto fault = co_await talk(*wire, text, request.method == "HEAD", parser, request.most_bytes);
  // A kept connection may have been closed just now. When not all was sent, nothing was done with it; when all
  // was sent and no answer came, only reading may be repeated: a POST could have been heard.
  if (reused && !call.over() && (fault == Fault::unsent || (fault == Fault::unanswered && is_read))) {
    wire = co_await open(call, url, route);
    fault = co_await talk(*wire, text, request.method == "HEAD", parser, request.most_bytes);
  }
  if (fault == Fault::too_large)
    throw ClientError(url.host + " answered more than " + std::to_string(request.most_bytes) + " bytes", true);
  if (fault == Fault::malformed) throw ClientError(url.host + " did not answer in HTTP", false);
  if (fault != Fault::none && call.closed()) throw ClientError("the client is closed", false);
  if (fault != Fault::none && call.over()) throw ClientError(url.host + " did not answer in time", false);
  if (fault != Fault::none) throw ClientError(url.host + " closed the connection", false);
  if (parser->keep_alive()) keep(route, std::move(wire), parser->incoming);
  co_return std::move(parser->incoming);
}

awaitable<std::shared_ptr<Wire>> Client::Engine::open(Call& call, Url const& url, Route const& route) {
  auto wire = std::make_shared<Wire>(executor);
  call.use(wire);
  co_await connect(call, *wire, url, route);
  if (url.scheme == "https") {
    call.limit_step(tls_patience);
    if (route.proxy) co_await tunnel(*wire, url, *route.proxy);
    auto const problem = co_await wire->secure(tls_, url.host, url.port);
    if (!problem.empty()) throw ClientError("no TLS with " + url.host + ": " + problem, false);
  }
  call.limit_whole();
  co_return wire;
}

awaitable<void> Client::Engine::connect(Call& call, Wire& wire, Url const& url, Route const& route) {
  auto const host = route.proxy ? route.proxy->host : url.host;
  auto const port = route.proxy ? route.proxy->port : url.port;
  auto const deadline = std::min(call.deadline(), std::chrono::steady_clock::now() + resolve_patience);
  auto found = co_await resolver_.find(host, deadline);
  if (found.addresses.empty()) throw ClientError("cannot resolve " + host + ": " + found.problem, false);
  auto& addresses = found.addresses;
  // The connection goes to these very addresses: a second look-up could answer differently.
  if (!route.proxy && !route.trusted)
    std::erase_if(addresses, [&](IpAddress const& address) { return !guard_.allows(address); });
  if (addresses.empty()) throw ClientError("the address of " + host + " is refused", true);
  if (addresses.size() > most_addresses) addresses.resize(most_addresses);
  for (std::size_t at = 0; at < addresses.size() && !call.over(); ++at) {
    call.limit_step(at + 1 < addresses.size() ? first_connect_patience : connect_patience);
    if (co_await wire.connect(addresses[at], port)) co_return;
  }
  throw ClientError(call.closed() ? "the client is closed" : "cannot connect to " + host, false);
}

awaitable<void> Client::Engine::tunnel(Wire& wire, Url const& url, Proxy const& proxy) {
  auto const name = url.host.contains(':') ? "[" + url.host + "]" : url.host;
  auto const target = name + ":" + std::to_string(url.port);
  auto text = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
  if (!proxy.authorization.empty()) text += "Proxy-Authorization: " + proxy.authorization + "\r\n";
  text += "\r\n";
  std::optional<ResponseParser> parser;
  auto const fault = co_await talk(wire, text, true, parser, 0);
  auto const status = parser ? parser->incoming.status : 0;
  if (status / 100 != 2 && status >= 200) throw ClientError("the proxy answered " + std::to_string(status), false);
  if (fault != Fault::none || !wire.is_open()) throw ClientError("the proxy did not answer", false);
}

std::string Client::Engine::request_text(Url const& url, Route const& route, Outgoing const& request,
                                         std::vector<Header> const& signature) const {
  std::string text;
  text.reserve(1024 + request.body.size());
  auto const by_proxy = route.proxy && url.scheme == "http";
  text.append(request.method).append(" ").append(by_proxy ? url.text() : url.target).append(" HTTP/1.1\r\nHost: ");
  text.append(url.authority()).append("\r\nUser-Agent: ").append(options.user_agent);
  text.append("\r\nAccept-Encoding: identity\r\n");
  if (by_proxy && !route.proxy->authorization.empty())
    text.append("Proxy-Authorization: ").append(route.proxy->authorization).append("\r\n");
  append_headers(text, request.headers);
  append_headers(text, signature);
  if (!request.body.empty() || (request.method != "GET" && request.method != "HEAD"))
    text.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
  return text.append("\r\n").append(request.body);
}

awaitable<Client::Engine::Fault> Client::Engine::talk(Wire& wire, std::string_view text, bool has_no_body,
                                                      std::optional<ResponseParser>& parser, std::size_t most_bytes) {
  if (!co_await wire.write(text)) co_return Fault::unsent;
  std::string pending;
  for (int interim = 0; interim <= most_interim_answers; ++interim) {
    parser.emplace(most_bytes);
    parser->skip(has_no_body);
    auto const fault = co_await read_one(wire, *parser, pending);
    if (fault != Fault::none) co_return fault;
    auto const status = parser->incoming.status;
    if (status == 101) co_return Fault::malformed;  // we never ask for another protocol
    if (status >= 200) {
      if (!pending.empty()) wire.close();  // what follows an answer belongs to no request of ours
      co_return Fault::none;
    }
  }
  co_return Fault::malformed;
}

awaitable<Client::Engine::Fault> Client::Engine::read_one(Wire& wire, ResponseParser& parser, std::string& pending) {
  for (;;) {
    boost::system::error_code failed;
    if (!pending.empty()) pending.erase(0, parser.put(asio::buffer(pending), failed));
    if (failed == beast_http::error::body_limit) co_return Fault::too_large;
    if (failed && failed != beast_http::error::need_more) co_return Fault::malformed;
    if (parser.is_done()) co_return Fault::none;
    if (pending.size() > most_answer_framing_bytes) co_return Fault::malformed;
    auto const arrived = co_await wire.read(read_buffer_);
    pending += arrived;
    if (!arrived.empty()) continue;
    if (!parser.got_some()) co_return Fault::unanswered;
    // Only an orderly end may end a body without length: a broken connection must not pass for all of it.
    if (wire.ended()) parser.put_eof(failed);
    co_return wire.ended() && !failed && parser.is_done() ? Fault::none : Fault::cut_short;
  }
}

void Client::Engine::keep(Route const& route, std::shared_ptr<Wire> wire, Incoming const& incoming) {
  if (closed || !wire->is_open()) return;
  auto patience = options.idle;
  // Not to the last moment: a request must not cross the server's closing.
  if (auto const theirs = announced_patience(incoming)) patience = std::min(patience, *theirs - 1000ms);
  if (patience <= Duration::zero()) return;
  pool_.put(route.key, std::move(wire), std::chrono::steady_clock::now() + patience);
  if (sweeping_) return;
  sweeping_ = true;
  asio::co_spawn(executor, sweep(shared_from_this()), asio::detached);
}

awaitable<void> Client::Engine::sweep(std::shared_ptr<Engine> self) {
  auto const interval = std::clamp<Duration>(self->options.idle / 4, 5ms, idle_sweep_interval);
  while (self->pool_.size() > 0) {
    self->sweep_timer_.expires_after(interval);
    boost::system::error_code ignored;
    co_await self->sweep_timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    self->pool_.drop_expired(std::chrono::steady_clock::now());
  }
  self->sweeping_ = false;
}

}  // namespace dunlin::http
