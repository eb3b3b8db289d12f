#include "dunlin/federation/urls.hpp"

#include <idn2.h>

#include <algorithm>
#include <cctype>

namespace dunlin::federation {
namespace {

constexpr std::size_t most_url_bytes = 2048;

/// What stands behind "scheme://", cut into host and path; nothing when the URL is not usable.
struct Split {
  std::string_view scheme, authority, path;
};

std::optional<Split> split(std::string_view url) {
  if (url.size() > most_url_bytes) return std::nullopt;
  for (unsigned char const c : url)
    if (c <= ' ' || c == 0x7f || c == '\\') return std::nullopt;
  auto const colon = url.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  auto const scheme = url.substr(0, colon);
  auto const rest = url.substr(colon + 3);
  auto const end = std::min(rest.find_first_of("/?#"), rest.size());
  auto const authority = rest.substr(0, end);
  if (authority.empty() || authority.contains('@')) return std::nullopt;
  return Split{scheme, authority, rest.substr(end)};
}

bool is_http(std::string_view scheme) {
  auto const same = [&](std::string_view word) {
    return std::ranges::equal(scheme, word, [](char a, char b) { return std::tolower(a) == b; });
  };
  return same("https") || same("http");
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

std::string to_ascii(std::string_view host) {
  auto out = lower(host);
  if (std::ranges::all_of(out, [](unsigned char c) { return c < 0x80; })) return out;
  char* ascii = nullptr;
  if (idn2_to_ascii_8z(out.c_str(), &ascii, IDN2_NONTRANSITIONAL) != IDN2_OK) return {};
  out = ascii;
  idn2_free(ascii);
  return out;
}

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
  auto const parts = split(url);
  if (!parts || !is_http(parts->scheme)) return {};
  auto host = to_ascii(parts->authority);
  auto const standard_port = lower(parts->scheme) == "https" ? ":443" : ":80";
  if (host.ends_with(standard_port)) host.resize(host.size() - std::string_view(standard_port).size());
  if (host.ends_with('.')) host.pop_back();
  return host;
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
  auto path = split(url)->path;
  path = path.substr(0, std::min(path.find_first_of("?#"), path.size()));
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
