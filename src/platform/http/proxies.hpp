#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/platform/http/url.hpp"
#include "network.hpp"

namespace dunlin::http {

struct Proxy {
  std::string host;
  std::uint16_t port = 0;
  std::string authorization;  // value of Proxy-Authorization, or empty
};

/// Which proxy, if any, leads to a URL, as http_proxy, https_proxy and no_proxy say.
class Proxies {
 public:
  /// Throws std::invalid_argument for a proxy that is not an http URL or host:port.
  Proxies(std::string const& http, std::string const& https, std::string_view no_proxy);
  /// Null: go there directly.
  Proxy const* to(Url const& url) const;

 private:
  struct Exception {
    std::string name;  // without leading dot; matches itself and names below it
    std::optional<Network> network;
    std::uint16_t port = 0;  // 0: any
  };
  bool excepted(Url const& url) const;

  std::optional<Proxy> http_, https_;
  std::vector<Exception> exceptions_;
  bool none_ = false;  // no_proxy=*
};

}  // namespace dunlin::http
