#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/platform/http/url.hpp"

namespace dunlin::http {

/// Which proxy a request goes through: http_proxy, https_proxy and no_proxy as other programs read them.
class Proxies {
 public:
  Proxies(std::string_view http, std::string_view https, std::string_view none);
  /// Nothing for a direct connection.
  std::optional<Url> for_target(Url const& target) const;

 private:
  bool excepted(Url const& target) const;
  std::optional<Url> http_, https_;
  std::vector<std::string> none_;
};

}  // namespace dunlin::http
