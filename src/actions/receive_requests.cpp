// Consent to likes, replies and boosts, as GoToSocial asks for it and gives it.
#include "dunlin/federation/send_refreshed.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/store/approvals.hpp"
#include "dunlin/store/statuses.hpp"
#include "inbound.hpp"

namespace dunlin::actions {
namespace {

using federation::vocabulary::Verb;

/// A reply as if it had come in a Create.
awaitable<void> take_reply(Inbound const& in, federation::vocabulary::Node const& note) {
  auto create = in.activity;
  create.verb = Verb::create;
  create.object = &note;
  create.object_id = std::string(note.id());
  co_await receive_create(Inbound{in.app, create, in.actor, in.delivered_to});
}

}  // namespace

// Our people's policies let everybody like, answer and boost, so what is asked for is taken as done.
awaitable<void> receive_request(Inbound const& in) {
  auto const& instrument = in.activity.instrument->first();
  if (!instrument.is_map() || !federation::same_host(instrument.id(), in.actor.uri)) co_return;
  if (in.activity.verb == Verb::reply_request) co_return co_await take_reply(in, instrument);
  auto const deed = federation::vocabulary::read_activity(instrument);
  auto const asked = in.activity.verb == Verb::like_request ? Verb::like : Verb::announce;
  if (!deed || deed->verb != asked || deed->actor != in.activity.actor || deed->object_id != in.activity.object_id)
    co_return;
  Inbound const plain{in.app, *deed, in.actor, in.delivered_to};
  co_await (asked == Verb::like ? receive_like(plain) : receive_announce(plain));
}

bool receive_approval(Inbound const& in, db::Tx& tx) {
  auto const& consent = in.activity.result;
  if (consent.empty() || in.activity.object_id.empty()) return false;
  auto const id = known_status(in.app, tx, in.activity.object_id);
  auto const reply = id ? store::statuses::find(tx, id) : std::nullopt;
  if (!reply || !reply->local) return false;
  bool const asked = reply->in_reply_to_account == in.actor.id && federation::same_host(consent, in.actor.uri);
  // Others see the reply below their copy of the thread only when it says that it may stand there.
  if (asked && store::approvals::put(tx, id, consent)) federation::send_refreshed(in.app, tx, *reply);
  return true;
}

}  // namespace dunlin::actions
