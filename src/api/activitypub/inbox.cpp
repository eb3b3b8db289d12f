// What other servers bring: checked in the order that costs least, then queued (contract, section 9). The sender
// never waits for what it leads to.
#include <algorithm>

#include "door.hpp"
#include "dunlin/actions/receive.hpp"
#include "dunlin/actions/relays.hpp"
#include "dunlin/actions/synchronize_followers.hpp"
#include "dunlin/federation/policies.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/verify.hpp"
#include "dunlin/federation/vocabulary/activity.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/log/log.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/seen.hpp"

namespace dunlin::api::activitypub {
namespace {

using access::Call;
using access::Reply;
using federation::vocabulary::Activity;
using federation::vocabulary::Node;
using federation::vocabulary::Verb;

constexpr std::size_t most_activity_bytes = 1024 * 1024;

enum class Inbox { shared, personal };

Reply accepted() {
  Reply reply;
  reply.status = 202;
  reply.type = "text/plain; charset=utf-8";
  return reply;
}

void check_size_and_type(http::Request const& request) {
  if (request.body.size() > most_activity_bytes) throw Refusal{Refusal::Kind::too_large, "Activity is too large"};
  auto const type = request.header("content-type");
  auto const name = type.substr(0, std::min(type.find(';'), type.size()));
  bool const activity = name == "application/activity+json" ||
                        (name == "application/ld+json" && type.contains("https://www.w3.org/ns/activitystreams"));
  // Compressed bodies would have to be unpacked before their digest could be checked; nobody sends them.
  if (!activity || !request.header("content-encoding").empty())
    throw Refusal{Refusal::Kind::unsupported_media, "Activities are application/activity+json"};
}

/// An activity nobody can act upon, though it is none of those that are plainly broken.
bool is_pointless(Node const& document) {
  return document["type"].kind() != Node::Kind::absent && document.type().empty();
}

/// What a stranger says here about nothing that could be here: all of a Delete, and a new profile.
bool is_idle_from_strangers(Activity const& activity) {
  return activity.verb == Verb::delete_ || (activity.verb == Verb::update && activity.object_id == activity.actor);
}

[[noreturn]] void refuse(federation::Distrust const& distrust) {
  using enum federation::Distrust::Kind;
  switch (distrust.kind) {
    case blocked:
      throw Refusal{Refusal::Kind::forbidden, distrust.why};
    case no_key:
      throw Refusal{Refusal::Kind::unavailable, distrust.why};
    case unsigned_:
      break;
  }
  throw Refusal{Refusal::Kind::unauthenticated, distrust.why};
}

/// By what the activity is known when it comes again. One without an id, or a further edit under an old id, is
/// known by its text; a copy to somebody's personal inbox says who may see it, and counts by itself.
std::string mark_of(Activity const& activity, std::string const& body, AccountId delivered_to) {
  bool const by_text = activity.id.empty() || activity.verb == Verb::update;
  auto mark = activity.type + '\n' + activity.actor + '\n' + (by_text ? body : activity.id);
  if (activity.verb == Verb::create) mark += '\n' + to_string(delivered_to);
  return crypto::sha256(mark);
}

/// Of two moves the first counts; all else may overtake.
jobs::Options order_of(Activity const& activity, federation::Signer const& signer) {
  return {.run_at = {}, .unique_key = {}, .host = {}, .chain = activity.verb == Verb::move ? signer.account.value : 0};
}

awaitable<federation::Signer> signer_of(Call const& call) {
  auto verified = co_await federation::verify(call.app, call.request);
  if (!verified) refuse(verified.error());
  co_return std::move(*verified);
}

/// Relays hand on what others wrote under their own signature: then the object's own server has the word.
awaitable<void> take_from_relay(Call const& call, Activity const& activity, std::string const& signer) {
  using enum Verb;
  bool const of_use =
      activity.verb == create || activity.verb == update || activity.verb == delete_ || activity.verb == announce;
  bool const taken = of_use && co_await call.app.db.transact([&](db::Tx& tx) {
    return actions::take_forwarded(call.app, tx, signer, activity.object_id);
  });
  if (!taken) throw Refusal{Refusal::Kind::unauthenticated, "Signed by somebody other than the actor"};
}

/// Whom of us the sender takes for followers, where it says so.
void synchronize(Call const& call, db::Tx& tx, AccountId sender) {
  if (!sender || !federation::synchronization_of(call.request)) return;
  if (auto const account = store::accounts::find(tx, sender))
    actions::begin_synchronization(tx, *account, call.request);
}

awaitable<Reply> take_in_or_refuse(Call const& call, Inbox inbox) {
  auto& app = call.app;
  auto const& body = call.request.body;
  check_size_and_type(call.request);
  auto const document = federation::vocabulary::parse(body);
  if (!document && federation::vocabulary::may_be_rearranged(body))
    throw Refusal{Refusal::Kind::unauthenticated, "Documents of several parts are not trusted"};
  if (!document || !document->is_map()) throw Refusal{Refusal::Kind::bad_request, "Not an activity"};
  if (is_pointless(*document)) co_return accepted();
  auto const activity = federation::vocabulary::read_activity(*document);
  if (!activity) throw Refusal{Refusal::Kind::bad_request, "Not an activity"};
  if (federation::is_ours(app.config, activity->actor))
    throw Refusal{Refusal::Kind::unauthenticated, "Nobody acts for our own people"};
  bool const allowed = co_await federation::may_federate(app, federation::host_of(activity->actor));
  if (!allowed) throw forbidden();
  if (is_idle_from_strangers(*activity)) {
    // Dead servers send deletions of everybody to everybody: for strangers no key is fetched.
    bool const known =
        co_await app.db.read([&](db::Tx& tx) { return store::accounts::by_uri(tx, activity->actor).has_value(); });
    if (!known) co_return accepted();
  }
  auto const signer = co_await signer_of(call);
  if (signer.actor != activity->actor) {
    co_await take_from_relay(call, *activity, signer.actor);
    co_return accepted();
  }
  if (activity->verb == Verb::other) co_return accepted();
  co_await app.db.transact([&](db::Tx& tx) {
    auto const to = inbox == Inbox::personal ? local_account(call, tx).id : AccountId{};
    if (store::seen::insert(tx, mark_of(*activity, body, to), app.clock.now()))
      jobs::enqueue(tx, actions::Receive{signer.account, to, body}, order_of(*activity, signer));
    synchronize(call, tx, signer.account);
  });
  co_return accepted();
}

awaitable<Reply> take_in(Call const& call, Inbox inbox) {
  try {
    co_return co_await take_in_or_refuse(call, inbox);
  } catch (Refusal const& refusal) {
    // Whoever runs a server wants to know why others cannot reach it.
    log::debug("{} refused an activity: {}", call.request.path, refusal.what());
    throw;
  }
}

awaitable<Reply> shared_inbox(Call const& call) {
  return take_in(call, Inbox::shared);
}
awaitable<Reply> personal_inbox(Call const& call) {
  return take_in(call, Inbox::personal);
}

}  // namespace

void add_inbox(access::Routes& on) {
  auto rules = open_to_servers;
  rules.most_bytes = most_activity_bytes;
  on.post("/inbox", shared_inbox, rules);
  on.post("/actor/inbox", shared_inbox, rules);
  on.post("/ap/users/:id/inbox", personal_inbox, rules);
  on.post("/users/:name/inbox", personal_inbox, rules);
}

}  // namespace dunlin::api::activitypub
