// Documents of other servers, asked for with a signature of the instance actor (contract, sections 5.5, 9.10, 16).
#include "fetch.hpp"

#include "dunlin/federation/policies.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/signatures.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/http/client.hpp"
#include "dunlin/platform/http/url.hpp"
#include "dunlin/platform/log/log.hpp"
#include "dunlin/store/secrets.hpp"

namespace dunlin::federation {
namespace {

constexpr char const* accepted =
    "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";

bool is_activity_type(std::string_view type) {
  auto const end = std::min(type.find(';'), type.size());
  auto name = std::string(type.substr(0, end));
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  while (name.ends_with(' ')) name.pop_back();
  if (name == "application/activity+json") return true;
  return name == "application/ld+json" && type.contains("https://www.w3.org/ns/activitystreams");
}

enum class Scheme { draft, rfc9421 };

awaitable<http::Incoming> get_signed(App& app, std::string const& url, Scheme scheme) {
  auto const key_id = urls(app.config).instance_actor() + "#main-key";
  auto const& key = app.secrets.instance_key;
  auto const sign = [&app, &key, key_id, scheme](std::string_view method, std::string_view to) {
    Unsigned const request{method, to};
    auto const now = app.clock.now();
    return scheme == Scheme::draft ? sign_draft(key, key_id, request, now) : sign_rfc9421(key, key_id, request, now);
  };
  http::Outgoing request;
  request.url = url;
  request.headers.emplace_back("Accept", accepted);
  request.sign = [&](std::string method, std::string to) -> awaitable<std::vector<http::Header>> {
    co_return co_await app.cpu.run([&] { return sign(method, to); });
  };
  co_return co_await app.http.send(std::move(request));
}

Fetched judge(http::Incoming answer) {
  Fetched fetched;
  fetched.url = answer.url;
  fetched.status = answer.status;
  if (answer.status == 410) {
    fetched.outcome = Fetched::Outcome::gone;
  } else if (answer.status >= 500 || answer.status == 429 || answer.status == 408) {
    fetched.outcome = Fetched::Outcome::unreachable;
  } else {
    fetched.outcome = Fetched::Outcome::refused;
    if (answer.status != 200 || !is_activity_type(answer.header("content-type"))) return fetched;
    auto document = vocabulary::parse(answer.body);
    if (!document || !document->is_map()) return fetched;
    fetched.outcome = Fetched::Outcome::document;
    fetched.document = std::move(*document);
    fetched.text = std::move(answer.body);
  }
  return fetched;
}

bool same_url(std::string_view one, std::string_view other) {
  auto const a = http::parse_url(one);
  auto const b = http::parse_url(other);
  return a && b && a->text() == b->text();
}

}  // namespace

std::string origin_of_host(App const& app, std::string_view host) {
  auto const name = host.substr(0, host.find(':'));
  bool const is_test_host = host.contains(':') || name == "localhost";
  return (!app.config.local_https && is_test_host ? "http://" : "https://") + std::string(host);
}

bool may_ask(App const& app, std::string_view url) {
  auto const parts = http::parse_url(url);
  if (!parts || is_ours(app.config, url)) return false;
  return parts->scheme == "https" || !app.config.local_https;
}

awaitable<Fetched> fetch(App& app, std::string url) {
  Fetched refused;
  refused.outcome = Fetched::Outcome::refused;
  if (!may_ask(app, url)) co_return refused;
  bool const allowed = co_await may_federate(app, host_of(url));
  if (!allowed) co_return refused;
  try {
    auto answer = co_await get_signed(app, url, Scheme::draft);
    // Some servers already take only the newer signatures.
    if (answer.status == 401) answer = co_await get_signed(app, url, Scheme::rfc9421);
    auto const status = answer.status;
    auto fetched = judge(std::move(answer));
    if (fetched.outcome != Fetched::Outcome::document) log::debug("no document at {}: status {}", url, status);
    co_return fetched;
  } catch (http::ClientError const& error) {
    log::debug("no document from {}: {}", host_of(url), error.what());
    if (error.permanent) co_return refused;
    co_return Fetched();
  }
}

awaitable<Fetched> fetch_by_id(App& app, std::string url) {
  auto fetched = co_await fetch(app, url);
  if (fetched.outcome != Fetched::Outcome::document) co_return fetched;
  auto const id = std::string(fetched.document.id());
  if (same_url(id, fetched.url)) co_return fetched;
  auto again = co_await fetch(app, id);
  if (again.outcome == Fetched::Outcome::document && (again.document.id() != id || !same_url(id, again.url)))
    again.outcome = Fetched::Outcome::refused;
  co_return again;
}

awaitable<std::optional<std::string>> fetch_document(App& app, std::string url) {
  auto fetched = co_await fetch_by_id(app, std::move(url));
  if (fetched.outcome != Fetched::Outcome::document) co_return std::nullopt;
  co_return std::move(fetched.text);
}

}  // namespace dunlin::federation
