#include "dunlin/federation/urls.hpp"

#include <algorithm>

#include "dunlin/platform/http/url.hpp"

namespace dunlin::federation {
namespace {

/// The next path segment, taken off the front.
std::string_view next_segment(std::string_view& path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  auto const end = std::min(path.find('/'), path.size());
  auto const segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

/// What follows an account: maybe a status, then the rest.
bool read_below(std::string_view path, LocalUrl& into) {
  auto const whole = path;
  if (next_segment(path) == "statuses") {
    into.status = parse_id<StatusId>(next_segment(path));
    if (!into.status) return false;
  } else {
    path = whole;
  }
  while (path.starts_with('/')) path.remove_prefix(1);
  into.rest = std::string(path);
  return true;
}

}  // namespace

std::string host_of(std::string_view url) {
  auto const parts = http::parse_url(url);
  return parts ? parts->authority() : std::string();
}

bool same_host(std::string_view one, std::string_view other) {
  auto const host = host_of(one);
  return !host.empty() && host == host_of(other);
}

bool is_ours(config::Config const& config, std::string_view url) {
  auto const host = host_of(url);
  return !host.empty() && (host == config.web_domain || host == config.local_domain ||
                           std::ranges::find(config.alternate_domains, host) != config.alternate_domains.end());
}

std::optional<LocalUrl> parse_local(config::Config const& config, std::string_view url) {
  if (!is_ours(config, url)) return std::nullopt;
  auto const target = http::parse_url(url)->target;
  std::string_view path = target;
  path = path.substr(0, std::min(path.find('?'), path.size()));
  LocalUrl found;
  auto const first = next_segment(path);
  if (first == "actor") {
    found.rest = "actor";
    return found;
  }
  if (first.starts_with('@') && first.size() > 1) {
    found.username = std::string(first.substr(1));
    if (auto const id = next_segment(path); !id.empty()) {
      found.status = parse_id<StatusId>(id);
      if (!found.status) return std::nullopt;
    }
    return found;
  }
  if (first == "users") {
    found.username = std::string(next_segment(path));
    if (found.username.empty()) return std::nullopt;
  } else if (first == "ap" && next_segment(path) == "users") {
    found.account = parse_id<AccountId>(next_segment(path));
    if (!found.account) return std::nullopt;
  } else {
    return std::nullopt;
  }
  if (!read_below(path, found)) return std::nullopt;
  return found;
}

}  // namespace dunlin::federation
