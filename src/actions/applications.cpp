#include "dunlin/actions/applications.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "dunlin/access/scopes.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/platform/crypto/crypto.hpp"

namespace dunlin::actions {

namespace {

constexpr std::size_t longest_application_name = 60;  // characters
constexpr std::size_t longest_website = 2000;         // characters
constexpr std::size_t longest_redirect_uris = 2000;   // characters, all together
constexpr std::array<std::string_view, 3> runs_code{"data", "vbscript", "javascript"};

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The scheme in lower case (RFC 3986, section 3.1); empty when there is none.
std::string scheme_of(std::string_view uri) {
  auto const colon = uri.find(':');
  if (colon == uri.npos || colon == 0 || !is_letter(uri[0])) return {};
  std::string scheme(uri.substr(0, colon));
  for (auto& c : scheme) {
    if (!is_letter(c) && !(c >= '0' && c <= '9') && c != '+' && c != '-' && c != '.') return {};
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return scheme;
}

bool is_web_address(std::string_view uri) {
  auto const scheme = scheme_of(uri);
  if (scheme != "http" && scheme != "https") return false;
  auto const rest = uri.substr(scheme.size());
  if (!rest.starts_with("://")) return false;
  auto const host = rest.substr(3, rest.find_first_of("/?#", 3) - 3);
  return !host.empty() && host.find('@') == host.npos;
}

bool is_plain(std::string_view uri) {
  return std::ranges::all_of(uri, [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7F; });
}

std::vector<Refusal::Detail> problems(NewApplication const& wish) {
  std::vector<Refusal::Detail> found;
  auto const blank = [](std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; };
  if (blank(wish.name)) found.push_back({"name", "ERR_BLANK", "can't be blank"});
  if (characters(wish.name) > longest_application_name)
    found.push_back({"name", "ERR_TOO_LONG", "is too long (maximum is 60 characters)"});

  auto const all = std::accumulate(wish.redirect_uris.begin(), wish.redirect_uris.end(), std::size_t{0},
                                   [](std::size_t sum, std::string const& uri) { return sum + characters(uri) + 1; });
  if (wish.redirect_uris.empty()) found.push_back({"redirect_uri", "ERR_BLANK", "can't be blank"});
  if (all > longest_redirect_uris + 1)
    found.push_back({"redirect_uri", "ERR_TOO_LONG", "is too long (maximum is 2000 characters)"});
  for (auto const& uri : wish.redirect_uris)
    if (!may_redirect_to(uri)) {
      found.push_back({"redirect_uri", "ERR_INVALID", "must be an absolute URI without a fragment"});
      break;
    }

  if (characters(wish.website) > longest_website)
    found.push_back({"website", "ERR_TOO_LONG", "is too long (maximum is 2000 characters)"});
  else if (!wish.website.empty() && !is_web_address(wish.website))
    found.push_back({"website", "ERR_INVALID", "must be an http or https address"});
  if (!access::Scopes::words(wish.scopes))
    found.push_back({"scopes", "ERR_INVALID", "doesn't match configured on the server."});
  return found;
}

}  // namespace

bool may_redirect_to(std::string_view uri) {
  if (uri == out_of_band) return true;
  auto const scheme = scheme_of(uri);
  if (scheme.empty() || std::ranges::find(runs_code, scheme) != runs_code.end()) return false;
  if (!is_plain(uri) || uri.find('#') != uri.npos || uri.size() == scheme.size() + 1) return false;
  return (scheme != "http" && scheme != "https") || is_web_address(uri);
}

Registered register_application(App& app, db::Tx& tx, NewApplication const& wish) {
  if (auto const found = problems(wish); !found.empty())
    throw Refusal(Refusal::Kind::invalid, "Validation failed: " + found[0].field + " " + found[0].description, found);
  auto words = *access::Scopes::words(wish.scopes);
  if (words.empty()) words = {"read"};
  auto secret = crypto::random_token();
  auto const now = app.clock.now();
  store::applications::Application application{.id = tx.next_id<ApplicationId>(now),
                                               .client_id = crypto::random_token(),
                                               .secret_hash = crypto::sha256(secret),
                                               .name = wish.name,
                                               .website = wish.website,
                                               .redirect_uris = wish.redirect_uris,
                                               .scopes = access::joined(words),
                                               .created_at = now};
  store::applications::insert(tx, application);
  return {std::move(application), std::move(secret)};
}

std::optional<store::applications::Application> authenticate_client(db::Tx& tx, std::string_view client_id,
                                                                    std::string_view secret) {
  auto client = store::applications::by_client_id(tx, client_id);
  if (!client || !crypto::equal_constant_time(client->secret_hash, crypto::sha256(secret))) return std::nullopt;
  return client;
}

}  // namespace dunlin::actions
