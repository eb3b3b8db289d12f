#include "dunlin/access/browser.hpp"

#include <algorithm>

#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/store/secrets.hpp"

namespace dunlin::access {
namespace {

constexpr std::size_t longest_cookie = 100;

}  // namespace

std::string cookie_of(http::Request const& request, std::string_view name) {
  for (auto const& [header, text] : request.headers) {
    if (header != "cookie") continue;
    std::string_view rest = text;
    while (!rest.empty()) {
      auto const end = std::min(rest.find(';'), rest.size());
      auto pair = rest.substr(0, end);
      pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
      if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
        auto const value = pair.substr(name.size() + 1);
        return value.size() <= longest_cookie ? std::string(value) : std::string();
      }
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return {};
}

std::string form_token(App& app, std::string_view cookie) {
  return crypto::base64url(crypto::hmac_sha256(app.secrets.key.reveal(), "csrf:" + std::string(cookie)));
}

bool is_own_form(Call const& call) {
  std::string sent(call.request.header("x-csrf-token"));
  if (sent.empty()) sent = call.params.text("csrf_token").value_or("");
  if (sent.empty()) return false;
  auto const fits = [&](std::string const& cookie) {
    return !cookie.empty() && crypto::equal_constant_time(sent, form_token(call.app, cookie));
  };
  return fits(cookie_of(call.request, session_cookie)) || fits(cookie_of(call.request, visit_cookie));
}

}  // namespace dunlin::access
