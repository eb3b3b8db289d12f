// Create, Update, Delete, Announce, Like, Add and Remove, as other servers send them (contract, section 8).
#include <algorithm>

#include "arrivals.hpp"
#include "dunlin/actions/boosts.hpp"
#include "dunlin/actions/favourites.hpp"
#include "dunlin/actions/follows.hpp"
#include "dunlin/actions/publish.hpp"
#include "dunlin/actions/relays.hpp"
#include "dunlin/actions/resolve_status.hpp"
#include "dunlin/actions/settle_quote.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/update_actor.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/deeds.hpp"
#include "dunlin/store/quotes.hpp"
#include "dunlin/store/statuses.hpp"
#include "inbound.hpp"

namespace dunlin::actions {
namespace {

using federation::vocabulary::Node;
using federation::vocabulary::Note;

constexpr std::size_t most_objects = 20;  // of one activity
constexpr Duration late_update = std::chrono::days(1);

awaitable<void> create_one(Inbound const& in, Node const& object) {
  if (auto const vote = object.is_map() ? federation::vocabulary::read_vote(object) : std::nullopt) {
    if (vote->author == in.actor.uri)
      co_await in.app.db.transact([&](db::Tx& tx) { receive_vote(in, tx, *vote); }, db::Urgency::background);
    co_return;
  }
  auto note = co_await own_note(in, object);
  if (!note || note->is_vote) co_return;
  if (note->addressing.empty()) note->addressing = in.activity.addressing;
  auto author = in.actor;
  if (note->author != in.actor.uri) {
    auto const other = co_await federation::resolve_actor(in.app, note->author);
    if (!other || other->is_suspended()) co_return;
    author = *other;
  }
  Arrival arrival{std::move(*note), std::move(author), in.delivered_to};
  co_await store_arrival(in.app, std::move(arrival));
}

awaitable<void> update_status(Inbound const& in) {
  auto note = co_await own_note(in, *in.activity.object);
  if (!note || note->author != in.actor.uri || note->is_vote) co_return;
  if (note->addressing.empty()) note->addressing = in.activity.addressing;
  auto const now = in.app.clock.now();
  bool const known = co_await in.app.db.transact([&](db::Tx& tx) { return receive_newer(in.app, tx, *note, in.actor); },
                                                 db::Urgency::background);
  // An edit that overtook its Create; of old posts nobody here had we want no edits.
  if (known || !note->published || *note->published + late_update < now) co_return;
  Arrival arrival{std::move(*note), in.actor, in.delivered_to};
  co_await store_arrival(in.app, std::move(arrival));
}

Visibility visibility_of_boost(federation::vocabulary::Addressing const& addressing) {
  using federation::vocabulary::is_public_address;
  if (std::ranges::any_of(addressing.to, is_public_address)) return Visibility::public_;
  if (std::ranges::any_of(addressing.cc, is_public_address)) return Visibility::unlisted;
  return Visibility::private_;
}

/// The address of what is boosted: groups wrap the activity of the author around it.
std::string boosted_uri(Inbound const& in) {
  auto const& object = in.activity.object->first();
  using enum federation::vocabulary::Verb;
  auto const verb = object.is_map() ? federation::vocabulary::verb_of(object) : other;
  if (verb == other) return in.activity.object_id;
  // Nobody signed the inner activity: only what its own server says about the inner object counts.
  if (in.actor.kind != ActorKind::group || (verb != create && verb != update)) return {};
  return std::string(object["object"].reference());
}

/// A boost that somebody here sees, or of something that is ours.
bool concerns_us(Inbound const& in, db::Tx& tx, std::string const& uri) {
  return federation::is_ours(in.app.config, uri) || store::deeds::followed_here(tx, {&in.actor.id, 1});
}

/// A private status boosted by its own author comes whole: nobody else could read it.
awaitable<StatusId> boosted_status(Inbound const& in, std::string const& uri) {
  auto const& object = in.activity.object->first();
  auto note = object.is_map() ? federation::vocabulary::read_note(object) : std::nullopt;
  if (note && note->author == in.actor.uri && federation::same_host(note->id, in.actor.uri)) {
    Arrival arrival{std::move(*note), in.actor, {}, true};
    co_return co_await store_arrival(in.app, std::move(arrival));
  }
  co_return co_await resolve_status(in.app, uri);
}

awaitable<void> pin_or_unpin(Inbound const& in, bool pin) {
  if (in.activity.target.empty() || in.activity.target != in.actor.featured_url) co_return;
  auto const uri = in.activity.object_id;
  if (!federation::same_host(uri, in.actor.uri)) co_return;
  if (pin && in.activity.object->has_type("Hashtag")) co_return;
  if (pin) co_await resolve_status(in.app, uri);
  co_await in.app.db.transact(
      [&](db::Tx& tx) {
        auto const status = store::statuses::by_uri(tx, uri);
        if (!status || status->author != in.actor.id) return;
        pin ? receive_pin(in.app, tx, in.actor.id, status->id) : receive_unpin(in.app, tx, in.actor.id, status->id);
      },
      db::Urgency::background);
}

}  // namespace

awaitable<std::optional<Note>> own_note(Inbound const& in, Node const& object) {
  auto const uri = std::string(object.is_text() ? object.text() : object.id());
  if (!federation::same_host(uri, in.actor.uri) || federation::is_ours(in.app.config, uri)) co_return std::nullopt;
  if (object.is_map()) {
    auto note = federation::vocabulary::read_note(object);
    if (!note && federation::vocabulary::is_status_type(object)) co_return std::nullopt;
    if (!note || note->author == in.actor.uri) co_return note;
    if (!federation::same_host(note->author, in.actor.uri)) co_return std::nullopt;
  }
  auto const text = co_await federation::fetch_document(in.app, uri);
  auto const document = text ? federation::vocabulary::parse(*text) : std::nullopt;
  auto note = document ? federation::vocabulary::read_note(*document) : std::nullopt;
  if (!note || !federation::same_host(note->id, note->author)) co_return std::nullopt;
  co_return note;
}

namespace {

/// Consents come after the post that needs them.
void take_consent(App& app, db::Tx& tx, Status const& status, federation::vocabulary::QuoteRead const& read) {
  if (!status.quote || status.quote->state != QuoteState::pending || read.stamp.empty()) return;
  auto papers = store::quotes::papers(tx, status.id);
  if (papers.stamp == read.stamp || papers.uri != read.uri) return;
  papers.stamp = read.stamp;
  store::quotes::settle(tx, status.id, *status.quote, papers, app.clock.now());
  jobs::enqueue(tx, SettleQuote{status.id}, {.unique_key = to_string(status.id)});
}

}  // namespace

bool receive_newer(App& app, db::Tx& tx, Note const& note, Account const& author) {
  auto const before = store::statuses::by_uri(tx, note.id);
  if (!before) return false;
  auto changed = to_status(app, tx, note, author);
  changed.mentions = before->mentions;
  if (note.quote) take_consent(app, tx, *before, *note.quote);
  // Without a time of its own it is no edit: counts have changed, or an author who says no more.
  if (note.updated)
    receive_edit(app, tx, changed, std::min(*note.updated, app.clock.now()));
  else
    receive_refresh(app, tx, changed);
  return true;
}

awaitable<void> receive_create(Inbound const& in) {
  auto const objects = in.activity.object->items();
  for (auto const& object : objects.first(std::min(objects.size(), most_objects))) co_await create_one(in, object);
}

awaitable<void> receive_update(Inbound const& in) {
  if (in.activity.object_id == in.actor.uri)
    co_await federation::update_actor(in.app, *in.activity.object, in.actor);
  else if (!in.actor.is_suspended())
    co_await update_status(in);
}

awaitable<void> receive_delete(Inbound const& in) {
  auto const& uri = in.activity.object_id;
  // Ids of other servers are theirs to delete, and ours are ours.
  if (!federation::same_host(uri, in.actor.uri) || federation::is_ours(in.app.config, uri)) co_return;
  co_await in.app.db.transact(
      [&](db::Tx& tx) {
        if (uri == in.actor.uri)
          receive_account_removal(in.app, tx, in.actor.id);
        else if (!receive_stamp_removal(in, tx))
          receive_removal(in.app, tx, in.actor.id, uri);
      },
      db::Urgency::background);
}

awaitable<void> receive_announce(Inbound const& in) {
  bool const done = co_await receive_wrapped(in);
  if (done) co_return;
  auto const uri = boosted_uri(in);
  if (uri.empty() || in.activity.id.empty() || uri == in.activity.id) co_return;
  bool const concerns = co_await in.app.db.transact(
      [&](db::Tx& tx) {
        // What a relay announces is no boost.
        bool const machine = in.actor.kind == ActorKind::application || in.actor.kind == ActorKind::service;
        if (machine && take_forwarded(in.app, tx, in.actor.uri, uri)) return false;
        return concerns_us(in, tx, uri);
      },
      db::Urgency::background);
  if (!concerns) co_return;
  auto const target = co_await boosted_status(in, uri);
  if (!target) co_return;
  co_await in.app.db.transact(
      [&](db::Tx& tx) {
        // Groups also wrap replies; those belong into their threads, not into everybody's home.
        auto const status = store::statuses::find(tx, target);
        bool const wrapped = uri != in.activity.object_id;
        if (!status || (wrapped && (status->in_reply_to || !status->in_reply_to_uri.empty()))) return;
        auto const visibility = visibility_of_boost(in.activity.addressing);
        receive_boost(in.app, tx, in.actor.id, target, visibility, in.activity.id, time_of(in));
      },
      db::Urgency::background);
}

awaitable<void> receive_like(Inbound const& in) {
  co_await in.app.db.transact(
      [&](db::Tx& tx) {
        auto const status = known_status(in.app, tx, in.activity.object_id);
        if (!status || (!in.activity.id.empty() && store::statuses::is_buried(tx, in.activity.id))) return;
        receive_favourite(in.app, tx, in.actor.id, status, in.activity.id, time_of(in));
        remember_reaction(in, tx, status, true);
      },
      db::Urgency::background);
}

awaitable<void> receive_add(Inbound const& in) {
  return pin_or_unpin(in, true);
}
awaitable<void> receive_remove(Inbound const& in) {
  return pin_or_unpin(in, false);
}

}  // namespace dunlin::actions
