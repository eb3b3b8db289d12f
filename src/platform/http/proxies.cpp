#include "proxies.hpp"

#include <algorithm>
#include <stdexcept>

#include "ascii.hpp"

namespace dunlin::http {
namespace {

std::optional<Url> proxy(std::string_view text) {
  if (text.empty()) return std::nullopt;
  auto const url = parse_url(text.contains("://") ? std::string(text) : "http://" + std::string(text));
  if (!url || url->scheme != "http") throw std::invalid_argument("a proxy must be a plain http URL");
  return url;
}

}  // namespace

Proxies::Proxies(std::string_view http, std::string_view https, std::string_view none)
    : http_(proxy(http)), https_(proxy(https)) {
  while (!none.empty()) {
    auto const end = std::min(none.find(','), none.size());
    auto entry = trimmed(none.substr(0, end));
    none.remove_prefix(std::min(end + 1, none.size()));
    if (entry.starts_with("*.")) entry.remove_prefix(1);
    if (!entry.empty()) none_.emplace_back(entry);
  }
}

bool Proxies::excepted(Url const& target) const {
  return std::ranges::any_of(none_, [&](std::string_view entry) {
    if (entry == "*" || entry == target.host) return true;
    if (entry.starts_with('.')) return target.host.ends_with(entry) || target.host == entry.substr(1);
    return target.host.ends_with("." + std::string(entry));
  });
}

std::optional<Url> Proxies::for_target(Url const& target) const {
  if (excepted(target)) return std::nullopt;
  return target.scheme == "https" ? https_ : http_;
}

}  // namespace dunlin::http
