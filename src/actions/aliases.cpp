#include "dunlin/actions/aliases.hpp"

#include <fmt/core.h>

#include "dunlin/base/refusal.hpp"
#include "dunlin/federation/send.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/accounts.hpp"
#include "named_account.hpp"

namespace dunlin::actions {
awaitable<Account> set_aliases(App& app, AccountId who, std::vector<std::string> names) {
  if (names.size() > most_aliases) throw invalid(fmt::format("Aliases are too many (maximum is {})", most_aliases));
  std::vector<std::string> uris;
  for (auto& name : names) {
    auto const account = co_await find_named(app, std::move(name));
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
