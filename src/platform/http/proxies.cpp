#include "proxies.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "ascii.hpp"
#include "dunlin/platform/crypto/crypto.hpp"

namespace dunlin::http {
namespace {

std::optional<Proxy> read_proxy(std::string text) {
  if (text.empty()) return std::nullopt;
  // The value may hold a password: it is not repeated in the error.
  auto const refuse = [] {
    throw std::invalid_argument("a proxy must be written as http://[user:password@]host:port");
  };
  if (!text.contains("://")) text = "http://" + text;
  Proxy proxy;
  auto const start = text.find("://") + 3;
  auto const end = std::min(text.find('/', start), text.size());
  if (auto const at = text.rfind('@', end); at != std::string::npos && at >= start && at < end) {
    auto const user = percent_decode(std::string_view(text).substr(start, at - start));
    if (!user) refuse();
    proxy.authorization = "Basic " + crypto::base64(*user);
    text.erase(start, at + 1 - start);
  }
  auto const url = parse_url(text);
  if (!url || url->scheme != "http") refuse();
  proxy.host = url->host;
  proxy.port = url->port;
  return proxy;
}

}  // namespace

Proxies::Proxies(std::string const& http, std::string const& https, std::string_view no_proxy)
    : http_(read_proxy(http)), https_(read_proxy(https)) {
  while (!no_proxy.empty()) {
    auto const end = std::min(no_proxy.find_first_of(", "), no_proxy.size());
    auto entry = ascii_lower(no_proxy.substr(0, end));
    no_proxy.remove_prefix(std::min(end + 1, no_proxy.size()));
    if (entry.empty()) continue;
    if (entry == "*") none_ = true;
    Exception exception;
    exception.network = Network::parse(entry);
    auto const colon = entry.find(':');
    if (!exception.network && colon != std::string::npos) {
      auto const* const last = entry.data() + entry.size();
      if (std::from_chars(entry.data() + colon + 1, last, exception.port).ptr != last) continue;
      entry.resize(colon);
      exception.network = Network::parse(entry);
    }
    exception.name = entry.substr(std::min(entry.find_first_not_of("*."), entry.size()));
    exceptions_.push_back(std::move(exception));
  }
}

bool Proxies::excepted(Url const& url) const {
  auto const address = parse_ip(url.host);
  return none_ || std::ranges::any_of(exceptions_, [&](Exception const& entry) {
           if (entry.port != 0 && entry.port != url.port) return false;
           if (address) return entry.network && entry.network->contains(*address);
           if (entry.name.empty() || !url.host.ends_with(entry.name)) return false;
           auto const before = url.host.size() - entry.name.size();
           return before == 0 || url.host[before - 1] == '.';
         });
}

Proxy const* Proxies::to(Url const& url) const {
  auto const& proxy = url.scheme == "https" ? https_ : http_;
  return proxy && !excepted(url) ? &*proxy : nullptr;
}

}  // namespace dunlin::http
