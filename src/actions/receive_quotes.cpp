// Who asks to quote our statuses, and what others answer when ours quote theirs (contract, section 6.5).
#include "arrivals.hpp"
#include "dunlin/actions/notify.hpp"
#include "dunlin/federation/documents.hpp"
#include "dunlin/federation/send_quotes.hpp"
#include "dunlin/federation/send_refreshed.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/quotes.hpp"
#include "dunlin/store/relations.hpp"
#include "dunlin/store/statuses.hpp"
#include "inbound.hpp"
#include "quoting.hpp"

namespace dunlin::actions {
namespace {

using federation::vocabulary::Verb;

/// A status of ours that the actor may see: of others they must not even learn that they are there.
std::optional<Status> asked_for(Inbound const& in, db::Tx& tx) {
  auto const id = known_status(in.app, tx, in.activity.object_id);
  auto status = id ? store::statuses::find_visible(tx, id, in.actor.id) : std::nullopt;
  if (!status || !status->local || status->local_only || status->boost_of) return std::nullopt;
  if (store::relations::barriers(tx, status->author, in.actor.id).blocking) return std::nullopt;
  return status;
}

federation::vocabulary::QuoteRequest request_of(Inbound const& in, std::string const& quoted) {
  return {in.activity.id, in.actor.uri, quoted, std::string(in.activity.instrument->reference())};
}

/// Writes down that it may be quoted and says so; a quote that was taken back stays so.
void consent(Inbound const& in, db::Tx& tx, Status const& quoted, StatusId quoting) {
  auto const status = store::statuses::find(tx, quoting);
  if (!status || status->author != in.actor.id || !status->quote || status->quote->of != quoted.id) return;
  auto const request = request_of(in, quoted.uri);
  if (status->quote->state > QuoteState::accepted)
    return federation::send_quote_answer(in.app, tx, quoted, in.actor.id, request, {});
  auto quote = *status->quote;
  quote.state = QuoteState::accepted;
  auto const stamp = federation::stamp_uri(in.app, quoted.author, quoting);
  store::quotes::settle(tx, quoting, quote, {quoted.uri, stamp}, in.app.clock.now());
  notify(in.app, tx, quoted.author, "quote", in.actor.id, quoting);
  federation::send_quote_answer(in.app, tx, quoted, in.actor.id, request, stamp);
}

/// The status of ours that asked to quote one of the actor's, while the question stands.
std::optional<Status> asked_by_us(Inbound const& in, db::Tx& tx, std::string_view request) {
  auto const uri = federation::quoting_of_request(request);
  auto const id = uri ? known_status(in.app, tx, *uri) : StatusId{};
  auto status = id ? store::statuses::find(tx, id) : std::nullopt;
  if (!status || !status->local || !status->quote || status->quote->author != in.actor.id) return std::nullopt;
  return status;
}

void take_answer(Inbound const& in, db::Tx& tx, std::string_view request) {
  auto status = asked_by_us(in, tx, request);
  if (!status) return;
  auto quote = *status->quote;
  auto papers = store::quotes::papers(tx, status->id);
  bool const yes = in.activity.verb == Verb::accept;
  if (yes) {
    if (quote.state != QuoteState::pending || !federation::same_host(in.activity.result, in.actor.uri)) return;
    papers.stamp = in.activity.result;
  } else if (quote.state > QuoteState::accepted) {
    return;
  }
  quote.state = yes ? QuoteState::accepted : QuoteState::rejected;
  store::quotes::settle(tx, status->id, quote, papers, in.app.clock.now());
  status->quote = std::move(quote);
  federation::send_refreshed(in.app, tx, *status);
}

}  // namespace

awaitable<void> receive_quote_request(Inbound const& in) {
  bool wanted = false;
  auto const quoted = co_await in.app.db.transact(
      [&](db::Tx& tx) {
        auto status = asked_for(in, tx);
        if (!status) return status;
        wanted = approval_of(in.app, tx, *status, in.actor.id) == QuoteApproval::automatic;
        if (!wanted) federation::send_quote_answer(in.app, tx, *status, in.actor.id, request_of(in, status->uri), {});
        return status;
      },
      db::Urgency::background);
  if (!quoted || !wanted) co_return;
  auto note = co_await own_note(in, in.activity.instrument->first());
  if (!note || note->author != in.actor.uri || !note->quote || note->quote->uri != quoted->uri) co_return;
  Arrival arrival{std::move(*note), in.actor, in.delivered_to, true};
  auto const quoting = co_await store_arrival(in.app, std::move(arrival));
  if (!quoting) co_return;
  co_await in.app.db.transact([&](db::Tx& tx) { consent(in, tx, *quoted, quoting); }, db::Urgency::background);
}

bool receive_quote_answer(Inbound const& in, db::Tx& tx) {
  auto const& object = in.activity.object->first();
  auto const id = std::string(object.is_map() ? object.id() : object.text());
  bool const is_one = federation::vocabulary::verb_of(object) == Verb::quote_request ||
                      (federation::is_ours(in.app.config, id) && federation::quoting_of_request(id));
  if (is_one) take_answer(in, tx, id);
  return is_one;
}

bool receive_stamp_removal(Inbound const& in, db::Tx& tx) {
  auto const& object = in.activity.object->first();
  auto const quoting = store::quotes::by_stamp(tx, in.activity.object_id);
  if (!quoting) return object.has_type("QuoteAuthorization");
  auto status = store::statuses::find(tx, *quoting);
  if (!status || !status->quote || status->quote->author != in.actor.id) return true;
  store::quotes::set_state(tx, *quoting, status->quote->of, QuoteState::revoked, in.app.clock.now());
  status->quote->state = QuoteState::revoked;
  // Its readers have it from us: nobody else tells them.
  if (status->local) federation::send_refreshed(in.app, tx, *status);
  return true;
}

}  // namespace dunlin::actions
