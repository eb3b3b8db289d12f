#include "dunlin/federation/update_actor.hpp"

#include <algorithm>

#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/vocabulary/actor.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/actor_keys.hpp"
#include "keep_actor.hpp"

namespace dunlin::federation {
namespace {

bool same_addresses(vocabulary::Actor const& actor, Account const& known) {
  auto const& account = actor.account;
  return account.uri == known.uri && account.inbox_url == known.inbox_url &&
         account.shared_inbox_url == known.shared_inbox_url && account.username == known.username &&
         (actor.webfinger.empty() || actor.webfinger == known.acct());
}

bool same_keys(vocabulary::Actor const& actor, std::vector<store::actor_keys::Key> const& known) {
  auto const shown = usable_keys(actor);
  return shown.size() == known.size() && std::ranges::all_of(shown, [&](auto const& key) {
           return std::ranges::any_of(
               known, [&](auto const& other) { return other.key_id == key.first && other.public_der == key.second; });
         });
}

}  // namespace

awaitable<void> update_actor(App& app, vocabulary::Node const& embedded, Account const& known) {
  auto actor = vocabulary::read_actor(embedded);
  bool const taken = actor && same_addresses(*actor, known) &&
                     co_await app.db.transact(
                         [&](db::Tx& tx) {
                           if (!same_keys(*actor, store::actor_keys::of_account(tx, known.id))) return false;
                           actor->account.username = known.username;
                           actor->account.domain = known.domain;
                           keep_actor(tx, *actor, app.clock.now());
                           return true;
                         },
                         db::Urgency::background);
  if (!taken) co_await refresh_actor(app, known.uri);
}

}  // namespace dunlin::federation
