// Accounts of other servers: found, verified, stored, kept fresh (contract, sections 1.2 and 3.2).
#include "dunlin/federation/resolve.hpp"

#include <algorithm>

#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/accounts.hpp"
#include "fetch.hpp"
#include "finger.hpp"
#include "keep_actor.hpp"
#include "memory_content.hpp"

namespace dunlin::federation {
namespace {

constexpr Duration profile_lifetime = std::chrono::days(1);

awaitable<std::optional<Account>> stored(App& app, std::string const& uri) {
  co_return co_await app.db.read([&](db::Tx& tx) { return store::accounts::by_uri(tx, uri); });
}

/// One of ours, in whatever spelling of its address.
awaitable<std::optional<Account>> local_account(App& app, std::string const& uri) {
  auto const local = parse_local(app.config, uri);
  if (!local || local->status) co_return std::nullopt;
  co_return co_await app.db.read([&](db::Tx& tx) -> std::optional<Account> {
    auto account = local->account ? store::accounts::find(tx, *local->account)
                                  : store::accounts::by_handle(tx, local->username, "");
    if (account && !account->is_local()) return std::nullopt;
    return account;
  });
}

/// The handle by which the actor is to be known: the one its document names, confirmed by that handle's domain
/// to be this very actor.
awaitable<std::optional<vocabulary::Finger>> confirmed_handle(App& app, vocabulary::Actor const& actor) {
  auto const claimed =
      actor.webfinger.empty() ? actor.account.username + "@" + host_of(actor.account.uri) : actor.webfinger;
  auto const handle = vocabulary::read_handle(claimed);
  if (!handle) co_return std::nullopt;
  auto found = co_await finger(app, *handle);
  if (!found || found->actor != actor.account.uri) co_return std::nullopt;
  co_return found;
}

bool keeps_its_name(std::optional<Account> const& known, vocabulary::Actor const& actor) {
  return known && known->username == actor.account.username &&
         (actor.webfinger.empty() || actor.webfinger == known->acct());
}

/// Reads the actor at this address and stores it; `uri` becomes the id it has there.
awaitable<void> read_and_keep(App& app, std::string& uri, Chase chase) {
  auto& memory = *app.federation.content;
  auto fetched = co_await fetch_by_id(app, uri);
  auto actor = fetched.outcome == Fetched::Outcome::document ? vocabulary::read_actor(fetched.document) : std::nullopt;
  if (!actor) {
    memory.failed.note(uri, app.clock.now());
    co_return;
  }
  auto const known = co_await stored(app, actor->account.uri);
  if (keeps_its_name(known, *actor)) {
    actor->account.username = known->username;
    actor->account.domain = known->domain;
  } else {
    auto const handle = co_await confirmed_handle(app, *actor);
    if (!handle || is_ours(app.config, origin_of_host(app, handle->domain))) {
      memory.failed.note(uri, app.clock.now());
      co_return;
    }
    actor->account.username = handle->username;
    actor->account.domain = handle->domain;
  }
  co_await app.db.transact([&](db::Tx& tx) { keep_actor(tx, *actor, app.clock.now(), chase); });
  // Other processes notice new keys when a signature does not verify.
  for (auto const& key : actor->keys) memory.verify_keys.forget(key.id);
  memory.failed.forget(uri);
  uri = actor->account.uri;
}

}  // namespace

bool is_stale(Account const& account, Timestamp now) {
  return !account.is_local() && (!account.fetched_at || *account.fetched_at + profile_lifetime < now);
}

awaitable<std::optional<Account>> refresh_actor(App& app, std::string uri, Chase chase) {
  auto& memory = *app.federation.content;
  if (memory.failed.happened(uri, app.clock.now())) co_return std::nullopt;
  auto const flight = "actor " + uri;
  co_await memory.flights.fly(flight, [&] { return read_and_keep(app, uri, chase); });
  auto account = co_await stored(app, uri);
  if (!account || memory.failed.happened(uri, app.clock.now())) co_return std::nullopt;
  co_return account;
}

awaitable<std::optional<Account>> resolve_actor(App& app, std::string uri) {
  auto known = co_await stored(app, uri);
  if (known && !is_stale(*known, app.clock.now())) co_return known;
  if (is_ours(app.config, uri)) co_return co_await local_account(app, uri);
  auto fresh = co_await refresh_actor(app, uri);
  co_return fresh ? std::move(fresh) : std::move(known);
}

awaitable<std::optional<Account>> resolve_handle(App& app, std::string text) {
  auto const handle = vocabulary::read_handle(text);
  if (!handle) co_return std::nullopt;
  bool const local = is_ours(app.config, origin_of_host(app, handle->domain));
  auto known = co_await app.db.read([&](db::Tx& tx) {
    return store::accounts::by_handle(tx, handle->username, local ? std::string_view() : handle->domain);
  });
  if (local || (known && !is_stale(*known, app.clock.now()))) co_return known;
  auto const name = "@" + handle->username + "@" + handle->domain;
  auto& memory = *app.federation.content;
  if (memory.failed.happened(name, app.clock.now())) co_return known;
  auto const found = co_await finger(app, *handle);
  if (!found) {
    memory.failed.note(name, app.clock.now());
    co_return known;
  }
  auto fresh = co_await refresh_actor(app, found->actor);
  co_return fresh ? std::move(fresh) : std::move(known);
}

awaitable<bool> is_actor_gone(App& app, std::string uri) {
  auto const fetched = co_await fetch(app, std::move(uri));
  co_return fetched.outcome == Fetched::Outcome::gone;
}

}  // namespace dunlin::federation
