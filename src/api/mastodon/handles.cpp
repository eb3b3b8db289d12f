#include "handles.hpp"

#include <algorithm>

#include "dunlin/platform/http/url.hpp"
#include "dunlin/store/accounts.hpp"

namespace dunlin::api::mastodon {
namespace {

constexpr std::size_t longest_username = 255;
constexpr std::size_t longest_domain = 253;

bool is_username(std::string_view name) {
  return !name.empty() && name.size() <= longest_username && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == '-';
  });
}

bool is_own(config::Config const& config, std::string const& domain) {
  return domain == config.local_domain || domain == config.web_domain ||
         std::ranges::find(config.alternate_domains, domain) != config.alternate_domains.end();
}

/// A host, maybe with a port, as it stands in the database.
std::optional<std::string> normalised(std::string_view domain) {
  auto const colon = domain.find(':');
  auto host = http::ascii_host(domain.substr(0, colon));
  if (!host || host->empty() || host->size() > longest_domain) return std::nullopt;
  if (colon == domain.npos) return host;
  auto const port = domain.substr(colon + 1);
  auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (port.empty() || port.size() > 5 || !std::ranges::all_of(port, is_digit)) return std::nullopt;
  return host->append(":").append(port);
}

}  // namespace

std::optional<Handle> parse_handle(config::Config const& config, std::string_view text) {
  if (text.starts_with('@')) text.remove_prefix(1);
  auto const at = text.find('@');
  Handle handle{std::string(text.substr(0, at)), {}};
  if (!is_username(handle.username)) return std::nullopt;
  if (at == text.npos) return handle;
  auto domain = normalised(text.substr(at + 1));
  if (!domain) return std::nullopt;
  if (!is_own(config, *domain)) handle.domain = *std::move(domain);
  return handle;
}

std::optional<Account> find_by_handle(db::Tx& tx, Handle const& handle) {
  auto account = store::accounts::by_handle(tx, handle.username, handle.domain);
  if (account && account->awaited) account.reset();
  return account;
}

}  // namespace dunlin::api::mastodon
