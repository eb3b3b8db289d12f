// Public keys of others and private keys of ours, parsed once (contract, section 5.4).
#include "keys.hpp"

#include <algorithm>

#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/actor.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/actor_keys.hpp"
#include "dunlin/store/secrets.hpp"
#include "fetch.hpp"
#include "keep_actor.hpp"

namespace dunlin::federation {
namespace {

using Pointer = std::shared_ptr<VerifyKey const>;

constexpr int most_failed_keys = 20;  // of one host, until it is left alone for five minutes

Pointer remember(Memory::Content& memory, std::string const& key_id, VerifyKey key, std::uint64_t stamp) {
  auto pointer = std::make_shared<VerifyKey const>(std::move(key));
  memory.verify_keys.put(key_id, pointer, Memory::Content::key_bytes, stamp);
  return pointer;
}

awaitable<Pointer> stored_key(App& app, std::string const& key_id) {
  auto& memory = *app.federation.content;
  auto const stamp = memory.verify_keys.stamp();
  auto const found = co_await app.db.read([&](db::Tx& tx) { return store::actor_keys::find(tx, key_id); });
  if (!found) co_return nullptr;
  auto key = crypto::PublicKey::from_der(found->public_der);
  if (!key) co_return nullptr;
  co_return remember(memory, key_id, {found->owner_uri, found->account, *key}, stamp);
}

/// Instance actors need no profile here: the key alone is remembered, when the actor's own document holds it.
void keep_application_key(App& app, vocabulary::Actor const& actor, std::string const& key_id) {
  auto& memory = *app.federation.content;
  if (actor.account.kind != ActorKind::application) return;
  for (auto const& [id, der] : usable_keys(actor))
    if (id == key_id)
      if (auto key = crypto::PublicKey::from_der(der))
        remember(memory, key_id, {actor.account.uri, {}, *key}, memory.verify_keys.stamp());
}

/// The actor that a key document names: itself, or the owner of the key it shows.
std::string owner_named_by(vocabulary::Node const& document) {
  if (vocabulary::read_actor(document)) return std::string(document.id());
  auto const& shown = document["publicKey"].is_map() ? document["publicKey"] : document;
  auto const key = vocabulary::read_key(shown);
  return key ? key->owner : std::string();
}

awaitable<void> fetch_key(App& app, std::string key_id) {
  auto& memory = *app.federation.content;
  auto const now = app.clock.now();
  auto const url = key_id.substr(0, key_id.find('#'));
  auto const fetched = co_await fetch(app, url);
  if (fetched.outcome != Fetched::Outcome::document) {
    bool const unreachable = fetched.outcome == Fetched::Outcome::unreachable;
    memory.failed.note((unreachable ? "unreachable key " : "key ") + key_id, now);
    co_return;
  }
  auto const owner = owner_named_by(fetched.document);
  // The owner has to name the key in its own document too: refreshing it stores only such keys.
  if (owner.empty() || !same_host(owner, url)) {
    memory.failed.note("key " + key_id, now);
    co_return;
  }
  auto const account = co_await refresh_actor(app, owner);
  if (account) {
    auto const key = co_await stored_key(app, key_id);
    if (key && key->owner == owner) co_return;
  } else if (auto const actor = vocabulary::read_actor(fetched.document); actor && actor->account.uri == url) {
    keep_application_key(app, *actor, key_id);
    if (memory.verify_keys.find(key_id)) co_return;
  }
  memory.failed.note("key " + key_id, now);
}

}  // namespace

awaitable<KeyAnswer> find_key(App& app, std::string key_id) {
  auto& memory = *app.federation.content;
  if (auto key = memory.verify_keys.find(key_id)) co_return KeyAnswer{std::move(key), false};
  auto key = co_await stored_key(app, key_id);
  auto const failed = [&](std::string const& how) { return memory.failed.happened(how + key_id, app.clock.now()); };
  // A host that names one unusable key after the other is not asked for each of them.
  auto const host = "keys of " + host_of(key_id);
  bool const is_flooding = memory.failed.times(host, app.clock.now()) >= most_failed_keys;
  if (!key && !is_flooding && !failed("key ") && !failed("unreachable key ")) {
    co_await memory.flights.fly("key " + key_id, [&] { return fetch_key(app, key_id); });
    key = memory.verify_keys.find(key_id);
    if (!key) memory.failed.note(host, app.clock.now());
  }
  bool const unreachable = !key && failed("unreachable key ");
  co_return KeyAnswer{std::move(key), unreachable};
}

awaitable<Pointer> fetch_key_anew(App& app, std::string key_id) {
  auto& memory = *app.federation.content;
  auto const now = app.clock.now();
  if (memory.refetched.happened(key_id, now)) co_return nullptr;
  memory.refetched.note(key_id, now);
  memory.verify_keys.forget(key_id);
  co_await memory.flights.fly("key " + key_id, [&] { return fetch_key(app, key_id); });
  co_return memory.verify_keys.find(key_id);
}

awaitable<std::shared_ptr<SigningKey const>> signing_key(App& app, AccountId account) {
  if (!account)
    co_return std::make_shared<SigningKey const>(
        SigningKey{urls(app.config).instance_actor() + "#main-key", app.secrets.instance_key});
  auto& memory = *app.federation.content;
  if (auto key = memory.signing_keys.find(account)) co_return key;
  auto const stamp = memory.signing_keys.stamp();
  auto const stored = co_await app.db.read([&](db::Tx& tx) { return store::actor_keys::signing_key(tx, account); });
  if (!stored) co_return nullptr;
  auto const parsed = co_await app.cpu.run([&] { return crypto::PrivateKey::from_der(stored->private_der); });
  if (!parsed) co_return nullptr;
  auto key = std::make_shared<SigningKey const>(SigningKey{stored->key_id, *parsed});
  memory.signing_keys.put(account, key, Memory::Content::key_bytes, stamp);
  co_return key;
}

}  // namespace dunlin::federation
