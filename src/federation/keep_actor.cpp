#include "keep_actor.hpp"

#include <algorithm>

#include "dunlin/federation/fetch_collections.hpp"
#include "dunlin/federation/find_target.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/actor_keys.hpp"
#include "dunlin/store/domain_blocks.hpp"
#include "dunlin/store/instances.hpp"

namespace dunlin::federation {
namespace {

std::string der_of(vocabulary::ActorKey const& key) {
  auto const parsed = key.der.empty() ? crypto::PublicKey::from_pem(key.pem) : crypto::PublicKey::from_der(key.der);
  return parsed ? parsed->der() : std::string();
}

/// Who has the handle now under another id gives it up: its domain says that it belongs to this one.
void free_handle(db::Tx& tx, Account const& account) {
  auto other = store::accounts::by_handle(tx, account.username, account.domain);
  if (!other || other->uri == account.uri) return;
  other->username += "." + to_string(other->id);
  store::accounts::update(tx, *other);
}

void take_over(Account& stored, Account const& read) {
  auto const kept = stored;
  stored = read;
  stored.id = kept.id;
  stored.created_at = kept.created_at;
  stored.moved_to = kept.moved_to;
  stored.suspended_at = kept.suspended_at;
  stored.suspension_origin = kept.suspension_origin;
  stored.silenced_at = kept.silenced_at;
}

/// What the other side says about suspension never lifts what was decided here.
void judge_suspension(Account& account, bool suspended, Timestamp now) {
  bool const by_us = account.is_suspended() && account.suspension_origin == SuspensionOrigin::local;
  if (by_us) return;
  account.suspension_origin = suspended ? SuspensionOrigin::remote : SuspensionOrigin::local;
  if (!suspended)
    account.suspended_at.reset();
  else if (!account.suspended_at)
    account.suspended_at = now;
}

/// The move is shown only if the target is known here: a pointer, by which nobody is moved.
void point_to_target(db::Tx& tx, Account& account, std::string const& target_uri) {
  account.moved_to = {};
  if (target_uri.empty() || target_uri == account.uri) return;
  auto const target = store::accounts::by_uri(tx, target_uri);
  if (target && target->uri != account.uri) account.moved_to = target->id;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> usable_keys(vocabulary::Actor const& actor) {
  std::vector<std::pair<std::string, std::string>> keys;
  for (auto const& key : actor.keys) {
    // On another host anybody could have written the id; there the key's own document would have to agree.
    if (key.owner != actor.account.uri || !same_host(key.id, actor.account.uri)) continue;
    bool const known = std::ranges::any_of(keys, [&](auto const& other) { return other.first == key.id; });
    auto der = der_of(key);
    if (!der.empty() && !known) keys.emplace_back(key.id, std::move(der));
  }
  return keys;
}

Account keep_actor(db::Tx& tx, vocabulary::Actor const& actor, Timestamp now, Chase chase) {
  auto known = store::accounts::by_uri(tx, actor.account.uri);
  auto account = known ? *known : actor.account;
  if (known) take_over(account, actor.account);
  account.fetched_at = now;
  judge_suspension(account, actor.suspended, now);
  point_to_target(tx, account, actor.moved_to);
  free_handle(tx, account);
  if (known) {
    store::accounts::update(tx, account);
  } else {
    if (account.created_at == Timestamp() || account.created_at > now) account.created_at = now;
    account.id = tx.next_id<AccountId>(now);
    account.silenced_at = store::domain_blocks::silenced_since(tx, account.domain);
    store::accounts::insert(tx, account);
    store::instances::remember(tx, host_of(account.uri), now);
  }
  if (!actor.moved_to.empty() && !account.moved_to && chase == Chase::target)
    jobs::enqueue(tx, FindTarget{account.id, actor.moved_to}, {.unique_key = to_string(account.id)});
  jobs::enqueue(tx, FetchCollections{account.id}, {.unique_key = to_string(account.id)});
  store::actor_keys::replace_remote(tx, account.id, usable_keys(actor), now);
  return account;
}

}  // namespace dunlin::federation
