#include "named_account.hpp"

#include "dunlin/federation/resolve.hpp"
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

}  // namespace

awaitable<std::optional<Account>> find_named(App& app, std::string name) {
  if (name.size() > longest_name) co_return std::nullopt;
  name = handle_of(app, std::move(name));
  auto account = co_await app.db.read([&](db::Tx& tx) { return known(tx, name); });
  if (account || (!is_address(name) && !name.contains('@'))) co_return account;
  if (is_address(name)) co_return co_await federation::resolve_actor(app, name);
  co_return co_await federation::resolve_handle(app, name);
}

}  // namespace dunlin::actions
