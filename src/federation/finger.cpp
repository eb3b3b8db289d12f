#include "finger.hpp"

#include <algorithm>
#include <cctype>

#include "dunlin/federation/policies.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/http/client.hpp"
#include "dunlin/platform/http/url.hpp"
#include "dunlin/platform/log/log.hpp"
#include "fetch.hpp"

namespace dunlin::federation {
namespace {

awaitable<http::Incoming> get(App& app, std::string url, char const* accept) {
  http::Outgoing request;
  request.url = std::move(url);
  request.headers.emplace_back("Accept", accept);
  co_return co_await app.http.send(std::move(request));
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// The address that host-meta names for WebFinger, for domains that have moved it elsewhere.
awaitable<std::optional<std::string>> from_host_meta(App& app, std::string origin, std::string resource) {
  auto const answer = co_await get(app, origin + "/.well-known/host-meta", "application/xrd+xml, application/xml");
  if (answer.status != 200) co_return std::nullopt;
  auto address = vocabulary::read_host_meta(answer.body);
  if (!address) co_return std::nullopt;
  address->replace(address->find("{uri}"), 5, http::percent_encode(resource));
  if (!may_ask(app, *address)) co_return std::nullopt;
  co_return address;
}

awaitable<std::optional<vocabulary::Finger>> ask(App& app, vocabulary::Handle handle) {
  auto const origin = origin_of_host(app, handle.domain);
  bool const allowed = may_ask(app, origin) && co_await may_federate(app, handle.domain);
  if (!allowed) co_return std::nullopt;
  auto const resource = "acct:" + handle.username + "@" + handle.domain;
  constexpr char const* jrd = "application/jrd+json, application/json";
  try {
    auto const url = origin + "/.well-known/webfinger?resource=" + http::percent_encode(resource);
    auto answer = co_await get(app, url, jrd);
    if (answer.status == 404) {
      auto const elsewhere = co_await from_host_meta(app, origin, resource);
      if (!elsewhere) co_return std::nullopt;
      answer = co_await get(app, *elsewhere, jrd);
    }
    if (answer.status != 200) co_return std::nullopt;
    co_return vocabulary::read_webfinger(answer.body);
  } catch (http::ClientError const& error) {
    log::debug("no WebFinger from {}: {}", handle.domain, error.what());
    co_return std::nullopt;
  }
}

bool is_about(vocabulary::Finger const& finger, vocabulary::Handle const& handle) {
  return equal_ignoring_case(finger.username, handle.username) && finger.domain == handle.domain;
}

}  // namespace

awaitable<std::optional<vocabulary::Finger>> finger(App& app, vocabulary::Handle handle) {
  auto first = co_await ask(app, handle);
  if (!first || is_about(*first, handle)) co_return first;
  // The handle lives on another domain: only that domain can say so, and a third name is one too many.
  vocabulary::Handle const named{first->username, first->domain};
  auto second = co_await ask(app, named);
  if (!second || !is_about(*second, named) || second->actor != first->actor) co_return std::nullopt;
  co_return second;
}

}  // namespace dunlin::federation
