#include "move_target.hpp"

#include <algorithm>

#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/actor.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "inbound.hpp"

namespace dunlin::actions {
namespace {

bool claims(Account const& target, std::string const& source) {
  return target.uri != source && !target.is_suspended() &&
         std::ranges::find(target.also_known_as, source) != target.also_known_as.end();
}

/// What its document says by itself: the stored account forgets a move to an account that does not confirm it.
awaitable<bool> is_at_home(App& app, std::string uri, std::string source) {
  auto const text = co_await federation::fetch_document(app, uri);
  auto const document = text ? federation::vocabulary::parse(*text) : std::nullopt;
  auto const actor = document ? federation::vocabulary::read_actor(*document) : std::nullopt;
  co_return actor && actor->moved_to.empty() && !actor->suspended && claims(actor->account, source);
}

}  // namespace

awaitable<std::optional<Account>> move_target(App& app, std::string uri, std::string source) {
  std::optional<Account> target;
  if (federation::is_ours(app.config, uri)) {
    target = co_await app.db.read([&](db::Tx& tx) { return local_account(app, tx, uri); });
    if (target && (target->moved_to || target->awaited)) co_return std::nullopt;
  } else {
    bool const at_home = co_await is_at_home(app, uri, source);
    if (!at_home) co_return std::nullopt;
    target = co_await federation::refresh_actor(app, uri, federation::Chase::nothing);
  }
  if (!target || !claims(*target, source)) co_return std::nullopt;
  co_return target;
}

}  // namespace dunlin::actions
