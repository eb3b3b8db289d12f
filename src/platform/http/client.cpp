#include "dunlin/platform/http/client.hpp"

#include <algorithm>

#include "ascii.hpp"
#include "engine.hpp"

namespace dunlin::http {
namespace {

bool is_token(std::string_view method) {
  return !method.empty() && std::ranges::all_of(method, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool redirects(Incoming const& incoming, Outgoing const& request) {
  auto const status = incoming.status;
  return request.redirects > 0 && request.method == "GET" &&
         (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) &&
         !incoming.header("location").empty();
}

/// What proves who we are to one server is not another's business.
void drop_credentials(std::vector<Header>& headers) {
  std::erase_if(headers, [](Header const& header) {
    auto const name = ascii_lower(header.first);
    return name == "authorization" || name == "cookie" || name == "signature" || name == "signature-input";
  });
}

Url next_hop(Url const& from, std::string_view location, std::vector<std::string> const& seen) {
  auto const next = resolve_url(from, location);
  if (!next) throw ClientError(from.host + " redirects to something that is not asked", true);
  if (from.scheme == "https" && next->scheme != "https")
    throw ClientError(from.host + " redirects from https to http", true);
  if (std::ranges::find(seen, next->text()) != seen.end())
    throw ClientError(from.host + " redirects in a circle", true);
  return *next;
}

/// We asked for identity: a coded body cannot be read. It is left out where the status alone may be enough.
void require_plain_body(Incoming& incoming) {
  auto const coding = incoming.header("content-encoding");
  if (coding.empty() || equal_ignoring_case(coding, "identity")) return;
  if (incoming.status / 100 == 2) throw ClientError("answered in a content encoding that was not asked for", true);
  incoming.body.clear();
}

/// Holds the call among those that close() ends.
struct Listed {
  Listed(Client::Engine& engine_, Call& call_) : engine(engine_), call(call_) { engine.calls.insert(&call); }
  ~Listed() {
    engine.calls.erase(&call);
    call.finish();
  }
  Listed(Listed const&) = delete;
  Listed& operator=(Listed const&) = delete;
  Client::Engine& engine;
  Call& call;
};

awaitable<Incoming> follow(std::shared_ptr<Client::Engine> engine, Outgoing request) {
  if (engine->closed) throw ClientError("the client is closed", false);
  auto url = parse_url(request.url);
  if (!url) throw ClientError("not a URL that is asked", true);
  if (!is_token(request.method)) throw ClientError("not a method", true);
  auto const call = std::make_shared<Call>(engine->executor, request.patience);
  Listed const listed(*engine, *call);

  std::vector<std::string> seen;
  for (;;) {
    std::vector<Header> signature;
    if (request.sign) signature = co_await request.sign(request.method, url->text());
    auto incoming = co_await engine->exchange(*call, *url, request, std::move(signature));
    require_plain_body(incoming);
    incoming.url = seen.empty() ? request.url.substr(0, request.url.find('#')) : url->text();
    if (!redirects(incoming, request)) co_return incoming;
    seen.push_back(url->text());
    if (seen.size() > static_cast<std::size_t>(request.redirects)) throw ClientError("redirected too often", true);
    auto const next = next_hop(*url, incoming.header("location"), seen);
    if (next.origin() != url->origin()) drop_credentials(request.headers);
    url = next;
  }
}

}  // namespace

std::string_view Incoming::header(std::string_view name) const {
  for (auto const& [known, value] : headers)
    if (known == name) return value;
  return {};
}

Client::Client(boost::asio::any_io_executor executor, ClientOptions options)
    : engine_(std::make_shared<Engine>(std::move(executor), std::move(options))) {}

Client::~Client() {
  close();
}

awaitable<Incoming> Client::send(Outgoing request) {
  return follow(engine_, std::move(request));
}

Client::Load Client::load() const {
  return engine_->load();
}

void Client::close() {
  engine_->close();
}

}  // namespace dunlin::http
