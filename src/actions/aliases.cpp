#include "dunlin/actions/aliases.hpp"

#include <fmt/core.h>

#include <optional>

#include "dunlin/base/refusal.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/send.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/accounts.hpp"

namespace dunlin::actions {
namespace {

constexpr std::size_t longest_name = 2048;

bool is_address(std::string_view name) {
  return name.starts_with("https://") || name.starts_with("http://");
}

/// "@name@our.domain" is "name" here.
std::string handle_of(App const& app, std::string name) {
  if (name.starts_with('@')) name.erase(0, 1);
  if (auto const own = "@" + app.config.local_domain; name.ends_with(own)) name.resize(name.size() - own.size());
  return name;
}

std::optional<Account> known(db::Tx& tx, std::string const& name) {
  if (is_address(name)) return store::accounts::by_address(tx, name);
  auto const at = name.find('@');
  return store::accounts::by_handle(tx, name.substr(0, at), at == name.npos ? "" : name.substr(at + 1));
}

awaitable<std::optional<Account>> find(App& app, std::string name) {
  auto account = co_await app.db.read([&](db::Tx& tx) { return known(tx, name); });
  if (account || (!is_address(name) && !name.contains('@'))) co_return account;
  if (is_address(name)) co_return co_await federation::resolve_actor(app, name);
  co_return co_await federation::resolve_handle(app, name);
}

}  // namespace

awaitable<Account> set_aliases(App& app, AccountId who, std::vector<std::string> names) {
  if (names.size() > most_aliases) throw invalid(fmt::format("Aliases are too many (maximum is {})", most_aliases));
  std::vector<std::string> uris;
  for (auto& name : names) {
    auto const account =
        name.size() <= longest_name ? co_await find(app, handle_of(app, std::move(name))) : std::optional<Account>();
    if (!account) throw invalid("Aliases name an account that could not be found");
    if (account->id == who) throw invalid("Aliases cannot be the account itself");
    uris.push_back(account->uri);
  }
  co_return co_await app.db.transact([&](db::Tx& tx) {
    auto account = store::accounts::lock(tx, who);
    if (!account) throw not_found();
    account->also_known_as = uris;
    store::accounts::update(tx, *account);
    federation::send_profile(app, tx, who);
    return *std::move(account);
  });
}

}  // namespace dunlin::actions
