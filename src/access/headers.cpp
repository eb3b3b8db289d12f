#include "headers.hpp"

#include <algorithm>
#include <array>

#include "dunlin/access/refusals.hpp"
#include "gate.hpp"

namespace dunlin::access {

namespace {

constexpr char const* api_policy = "default-src 'none'; frame-ancestors 'none'; form-action 'none'";
constexpr char const* exposed =
    "Link, Mastodon-Async-Refresh, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id";
constexpr char const* kept_briefly = "max-age=15, public, stale-while-revalidate=30, stale-if-error=3600";
constexpr char const* not_kept = "private, no-store";
constexpr char const* preflight_age = "7200";  // seconds a browser may remember the answer

/// Which methods other origins may use on a path, as Access-Control-Allow-Methods; null for none
/// (behaviours.md, "Response rules").
char const* open_methods(std::string_view path) {
  if (is_api(path)) return "GET, POST, PUT, PATCH, DELETE, OPTIONS";
  if (path == "/oauth/token" || path == "/oauth/revoke") return "POST";
  if (path == "/oauth/userinfo") return "GET, POST";
  constexpr std::array<std::string_view, 5> documents{"/.well-known/", "/nodeinfo/", "/@", "/users/", "/ap/users/"};
  if (std::ranges::any_of(documents, [&](std::string_view start) { return path.starts_with(start); })) return "GET";
  return nullptr;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

bool has(Reply const& reply, std::string_view name) {
  return std::ranges::any_of(reply.headers, [&](auto const& header) { return same_name(header.first, name); });
}

void put(Reply& reply, char const* name, std::string value) {
  if (!has(reply, name)) reply.headers.emplace_back(name, std::move(value));
}

void secure(Reply& reply, http::Request const& request) {
  put(reply, "X-Content-Type-Options", "nosniff");
  put(reply, "X-Frame-Options", "DENY");
  put(reply, "Referrer-Policy", "same-origin");
  put(reply, "Content-Security-Policy", api_policy);
  if (request.scheme == "https") put(reply, "Strict-Transport-Security", "max-age=63072000");
}

void caching(Reply& reply, http::Request const& request, Outcome const& outcome) {
  auto const nobody = outcome.row && outcome.row->rules.who == Who::nobody;
  if (!nobody) put(reply, "Vary", "Authorization, Origin");
  auto const open = request.method == "GET" && reply.status == 200 && outcome.anonymous && outcome.row &&
                    outcome.row->rules.anonymous && is_api(request.path);
  put(reply, "Cache-Control", open ? kept_briefly : not_kept);
}

/// What clients should stop using, and since when (RFC 9745), in seconds since 1970. Whatever lies below a path
/// that ends in a slash is meant too.
struct Deprecated {
  std::string_view path;
  std::int64_t since;
};
constexpr std::array deprecated{
    Deprecated{"/api/v1/instance", 1668384000},     // 2022-11-14: v2
    Deprecated{"/api/v1/filters", 1668384000},      // 2022-11-14: v2
    Deprecated{"/api/v1/filters/", 1668384000},     //
    Deprecated{"/api/v1/suggestions", 1621123200},  // 2021-05-16: v2
    Deprecated{"/api/v1/trends", 1648598400},       // 2022-03-30: /api/v1/trends/tags
    Deprecated{"/api/proofs", 1648598400},          // 2022-03-30: nothing takes its place
    Deprecated{"/api/v1/accounts/:id/identity_proofs", 1648598400},
    Deprecated{"/api/v1_alpha/collections", 1772323200},  // 2026-03-01: v1
    Deprecated{"/api/v1_alpha/collections/", 1772323200},
    Deprecated{"/api/v1_alpha/accounts/:id/collections", 1772323200},
    Deprecated{"/api/v1_alpha/accounts/:id/in_collections", 1772323200},
};

void deprecation(Reply& reply, Row const& row) {
  for (auto const& [path, since] : deprecated)
    if (row.path == path || (path.ends_with('/') && row.path.starts_with(path)))
      put(reply, "Deprecation", "@" + std::to_string(since));
}

void limits(Reply& reply, Verdict const& verdict) {
  if (verdict.limit == 0) return;
  auto reset = iso8601(verdict.reset);
  if (reset.ends_with('Z')) reset.insert(reset.size() - 1, "000");  // microseconds here, milliseconds all else
  put(reply, "X-RateLimit-Limit", std::to_string(verdict.limit));
  put(reply, "X-RateLimit-Remaining", std::to_string(verdict.remaining));
  put(reply, "X-RateLimit-Reset", std::move(reset));
}

}  // namespace

void finish(Reply& reply, http::Request const& request, Outcome const& outcome) {
  reply.headers.reserve(reply.headers.size() + 12);
  if (open_methods(request.path)) {
    put(reply, "Access-Control-Allow-Origin", "*");
    put(reply, "Access-Control-Expose-Headers", exposed);
  }
  limits(reply, outcome.verdict);
  if (outcome.row) deprecation(reply, *outcome.row);
  caching(reply, request, outcome);
  secure(reply, request);
}

Reply preflight(http::Request const& request) {
  auto const* const methods = open_methods(request.path);
  if (!methods) return json_error(404, "Not Found");
  Reply reply;
  reply.type = "text/plain; charset=utf-8";
  reply.with("Access-Control-Allow-Methods", methods).with("Access-Control-Max-Age", preflight_age);
  // The asked-for names go back as they are: "*" would not cover Authorization.
  auto const asked = request.header("access-control-request-headers");
  if (!asked.empty()) reply.with("Access-Control-Allow-Headers", std::string(asked));
  return reply;
}

}  // namespace dunlin::access
