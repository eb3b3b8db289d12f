#include "dunlin/federation/send_relayed.hpp"

#include "dunlin/base/json_writer.hpp"
#include "dunlin/federation/documents.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/activity.hpp"
#include "dunlin/store/records.hpp"
#include "expand.hpp"
#include "vocabulary/context.hpp"

namespace dunlin::federation {
namespace {

using store::relays::Relay;
using store::relays::State;

bool is_relayed(Status const& status) {
  return status.local && !status.local_only && !status.boost_of && status.visibility == Visibility::public_;
}

void send_to(App& app, db::Tx& tx, AccountId sender, std::string activity, std::vector<std::string> const& inboxes) {
  if (!inboxes.empty()) dispatch(app, tx, sender, std::move(activity), {}, inboxes);
}

/// The inboxes of relays of one manner.
std::vector<std::string> inboxes(std::vector<Relay> const& relays, bool litepub) {
  std::vector<std::string> found;
  for (auto const& relay : relays)
    if (relay.state == State::accepted && relay.litepub == litepub) found.push_back(relay.inbox_url);
  return found;
}

std::string announcement(App const& app, Status const& status) {
  auto const actor = urls(app.config).instance_actor();
  JsonWriter json(512);
  json.object([&] {
    json.raw_members(vocabulary::plain_context);
    json.member("id", actor + "#announces/" + to_string(status.id));
    json.member("type", "Announce");
    json.member("actor", actor);
    json.array_member("to", [&] { json.value(vocabulary::public_address); });
    json.member("object", status.uri);
  });
  return json.take();
}

vocabulary::Deed follow_of(App const& app, Relay const& relay) {
  auto const object = relay.litepub ? relay.actor_uri : std::string(vocabulary::public_address);
  return {"Follow", relay.follow_uri, urls(app.config).instance_actor(), object};
}

template <class Write>
void relay(App& app, db::Tx& tx, Status const& status, Write write) {
  if (!is_relayed(status)) return;
  if (auto const to = inboxes(store::relays::all(tx), false); !to.empty()) send_to(app, tx, status.author, write(), to);
}

}  // namespace

void relay_created(App& app, db::Tx& tx, Status const& status) {
  if (!is_relayed(status)) return;
  auto const relays = store::relays::all(tx);
  if (auto const to = inboxes(relays, false); !to.empty()) {
    NoteParts const parts(app, tx, status);
    send_to(app, tx, status.author, vocabulary::write_create(urls(app.config), parts.source()), to);
  }
  if (auto const to = inboxes(relays, true); !to.empty()) send_to(app, tx, AccountId{}, announcement(app, status), to);
}

void relay_updated(App& app, db::Tx& tx, Status const& status) {
  relay(app, tx, status, [&] {
    NoteParts const parts(app, tx, status);
    return vocabulary::write_update(urls(app.config), parts.source());
  });
}

void relay_deleted(App& app, db::Tx& tx, Status const& status) {
  relay(app, tx, status, [&] {
    auto const author = store::accounts_by_id(app.records, tx, {&status.author, 1})[0];
    return author ? vocabulary::write_delete(urls(app.config), *author, status) : std::string();
  });
}

std::string relay_follow_uri(App const& app, store::relays::RelayId id) {
  return urls(app.config).instance_actor() + "#follows/" + to_string(id);
}

void send_relay_follow(App& app, db::Tx& tx, Relay const& relay) {
  send_to(app, tx, AccountId{}, vocabulary::write_deed(follow_of(app, relay)), {relay.inbox_url});
}

void send_relay_unfollow(App& app, db::Tx& tx, Relay const& relay) {
  send_to(app, tx, AccountId{}, vocabulary::write_undo(follow_of(app, relay)), {relay.inbox_url});
}

void send_relay_accept(App& app, db::Tx& tx, Relay const& relay, std::string const& follow_uri) {
  auto const actor = urls(app.config).instance_actor();
  vocabulary::Deed const follow{"Follow", follow_uri, relay.actor_uri, actor};
  auto const id = actor + "#accepts/" + std::to_string(tx.next_id<FollowId>(app.clock.now()).value);
  send_to(app, tx, AccountId{}, vocabulary::write_answer("Accept", id, actor, follow), {relay.inbox_url});
}

}  // namespace dunlin::federation
