#include "dunlin/actions/relays.hpp"

#include <algorithm>

#include "arrivals.hpp"
#include "dunlin/actions/publish.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/federation/gone.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/send_relayed.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/statuses.hpp"
#include "inbound.hpp"

namespace dunlin::actions {
namespace {

namespace relays = store::relays;
using federation::vocabulary::Node;

/// Where it is, by the address an admin was given.
awaitable<relays::Relay> locate(App& app, std::string address) {
  if (federation::host_of(address).empty() || federation::is_ours(app.config, address))
    throw invalid("Address must be that of a relay on another server");
  relays::Relay relay;
  relay.litepub = !address.ends_with("/inbox");
  relay.inbox_url = address;
  if (!relay.litepub) co_return relay;
  auto const actor = co_await federation::resolve_actor(app, address);
  if (!actor) throw invalid("No relay was found at this address");
  relay.actor_uri = actor->uri;
  relay.inbox_url = actor->inbox_url;
  co_return relay;
}

/// A status of another server as that server shows it.
awaitable<std::optional<Arrival>> ask(App& app, std::string uri) {
  auto const text = co_await federation::fetch_document(app, uri);
  auto const document = text ? federation::vocabulary::parse(*text) : std::nullopt;
  auto note = document ? federation::vocabulary::read_note(*document) : std::nullopt;
  if (!note || note->is_vote || !federation::same_host(note->id, note->author)) co_return std::nullopt;
  auto author = co_await federation::resolve_actor(app, note->author);
  if (!author || author->is_suspended() || author->is_local()) co_return std::nullopt;
  auto const visibility =
      federation::vocabulary::visibility_of(note->addressing, author->followers_url, note->mentioned);
  if (visibility != Visibility::public_) co_return std::nullopt;
  co_return Arrival{.note = std::move(*note), .author = std::move(*author), .depth = most_ancestors, .relayed = true};
}

/// What is here already may have been changed, or have gone.
awaitable<void> renew(App& app, Status const& known, std::string uri) {
  auto const author =
      co_await app.db.read([&](db::Tx& tx) { return store::accounts_by_id(app.records, tx, {&known.author, 1})[0]; },
                           db::Urgency::background);
  if (!author || author->is_local()) co_return;
  auto const arrival = co_await ask(app, uri);
  bool const gone = !arrival && co_await federation::is_object_gone(app, uri);
  co_await app.db.transact(
      [&](db::Tx& tx) {
        if (gone) receive_removal(app, tx, author->id, uri);
        if (arrival && arrival->author.id == author->id) receive_newer(app, tx, arrival->note, *author);
      },
      db::Urgency::background);
}

std::string follow_in(Inbound const& in) {
  auto const& object = in.activity.object->first();
  return std::string(object.is_map() ? object.id() : object.text());
}

}  // namespace

awaitable<relays::Relay> add_relay(App& app, std::string address) {
  auto relay = co_await locate(app, std::move(address));
  co_return co_await app.db.transact([&](db::Tx& tx) {
    if (relays::all(tx).size() >= relays::most) throw invalid("There are too many relays");
    relay.id = tx.next_id<relays::RelayId>(app.clock.now());
    relay.follow_uri = federation::relay_follow_uri(app, relay.id);
    if (!relays::insert(tx, relay, app.clock.now())) throw invalid("This relay is there already");
    federation::send_relay_follow(app, tx, relay);
    return relay;
  });
}

void remove_relay(App& app, db::Tx& tx, std::string_view address) {
  auto const relay = relays::find(tx, address);
  if (!relay) throw not_found();
  federation::send_relay_unfollow(app, tx, *relay);
  relays::remove(tx, relay->id);
}

bool receive_relay_answer(Inbound const& in, db::Tx& tx) {
  auto const uri = follow_in(in);
  auto const relay = uri.empty() ? std::nullopt : relays::by_follow(tx, uri);
  if (!relay) return false;
  bool const theirs =
      relay->litepub ? relay->actor_uri == in.actor.uri : federation::same_host(relay->inbox_url, in.actor.uri);
  using enum federation::vocabulary::Verb;
  if (theirs)
    relays::answered(tx, relay->id, in.actor.uri,
                     in.activity.verb == accept ? relays::State::accepted : relays::State::refused);
  return true;
}

bool receive_relay_follow(Inbound const& in, db::Tx& tx) {
  if (in.activity.object_id != federation::urls(in.app.config).instance_actor()) return false;
  auto const relay = relays::find(tx, in.actor.uri);
  if (relay && relay->litepub && !in.activity.id.empty())
    federation::send_relay_accept(in.app, tx, *relay, in.activity.id);
  return true;
}

bool take_forwarded(App& app, db::Tx& tx, std::string_view signer, std::string const& object) {
  if (!relays::is_trusted(tx, signer)) return false;
  if (!federation::host_of(object).empty() && !federation::is_ours(app.config, object))
    jobs::enqueue(tx, FetchRelayed{object}, {.unique_key = object});
  return true;
}

awaitable<void> fetch_relayed(App& app, FetchRelayed job, jobs::Job const&) {
  auto const known =
      co_await app.db.read([&](db::Tx& tx) { return store::statuses::by_uri(tx, job.uri); }, db::Urgency::background);
  if (known) co_return co_await renew(app, *known, job.uri);
  auto arrival = co_await ask(app, job.uri);
  if (arrival) co_await store_arrival(app, std::move(*arrival));
}

}  // namespace dunlin::actions
