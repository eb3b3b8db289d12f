#include "dunlin/actions/scheduled.hpp"

#include <chrono>

#include "compose.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/idempotency.hpp"
#include "posting.hpp"

namespace dunlin::actions {
namespace {

namespace scheduled = store::scheduled;
using scheduled::Scheduled;

constexpr auto shortest_wait = std::chrono::minutes(5);
constexpr auto longest_wait = std::chrono::years(10);
constexpr std::int64_t most_waiting = 300, most_a_day = 25;

void check_time(db::Tx& tx, AccountId author, Timestamp when, Timestamp now, ScheduledId but) {
  if (when < now + shortest_wait) throw invalid("Scheduled at must be in the future");
  if (when > now + longest_wait) throw invalid("Scheduled at is too far in the future");
  auto const waiting = scheduled::count(tx, author, when, but);
  if (waiting.all >= most_waiting)
    throw invalid("You have exceeded the limit of " + std::to_string(most_waiting) + " scheduled posts");
  if (waiting.that_day >= most_a_day)
    throw invalid("You have exceeded the limit of " + std::to_string(most_a_day) + " scheduled posts for that day");
}

void await_time(db::Tx& tx, ScheduledId id, Timestamp when) {
  jobs::enqueue(tx, PublishScheduled{id}, {.run_at = when, .unique_key = {}, .host = {}});
}

Scheduled keep(App& app, db::Tx& tx, AccountId author_id, Draft draft) {
  auto const now = app.clock.now();
  auto const when = draft.scheduled_at.value();
  if (!draft.idempotency_key.empty())
    if (auto const first = store::idempotency::find(tx, author_id, draft.idempotency_key, now)) {
      auto kept = scheduled::find(tx, first->scheduled);
      if (!kept) throw not_found();
      return std::move(*kept);
    }
  check_time(tx, author_id, when, now, {});
  // Whatever would be refused then is refused while somebody looks; what the author's preferences are now holds.
  auto const status = make_status(app, tx, author_of(app, tx, author_id), draft, now);
  draft.visibility = status.visibility;
  draft.sensitive = status.sensitive;
  draft.language = status.language;
  Scheduled const kept{.id = tx.next_id<ScheduledId>(now),
                       .account = author_id,
                       .at = when,
                       .draft = draft_to_text(draft),
                       .media = status.media};
  scheduled::insert(tx, kept, now);
  await_time(tx, kept.id, when);
  if (!draft.idempotency_key.empty()) store::idempotency::insert(tx, author_id, draft.idempotency_key, kept.id, now);
  return kept;
}

Scheduled own(db::Tx& tx, AccountId author, ScheduledId id) {
  auto found = scheduled::find(tx, id);
  if (!found || found->account != author) throw not_found();
  return std::move(*found);
}

void post_due(App& app, db::Tx& tx, ScheduledId id) {
  auto const now = app.clock.now();
  // Of two runs at once the second finds it gone. What is refused below stays as it was, since all is undone.
  auto const due = scheduled::lock_due(tx, id, now);
  if (!due) return;
  scheduled::free_media(tx, id);
  auto const author = author_of(app, tx, due->account);
  if (author.is_suspended()) throw forbidden();
  auto status = make_status(app, tx, author, draft_from_text(due->draft), now);
  put_out(app, tx, author, status, now);
  store::idempotency::settle(tx, id, status.id);
  scheduled::remove(tx, id);
}

}  // namespace

awaitable<Scheduled> schedule(App& app, AccountId author, Draft draft) {
  check_draft(app, draft);
  co_await meet_mentioned(app, draft.text);
  co_return co_await app.db.transact([&](db::Tx& tx) { return keep(app, tx, author, draft); });
}

void reschedule(App& app, db::Tx& tx, AccountId author, ScheduledId id, Timestamp when) {
  own(tx, author, id);
  check_time(tx, author, when, app.clock.now(), id);
  scheduled::move(tx, id, when);
  await_time(tx, id, when);
}

void unschedule(db::Tx& tx, AccountId author, ScheduledId id) {
  own(tx, author, id);
  scheduled::remove(tx, id);
}

std::string PublishScheduled::to_text() const {
  return to_string(scheduled);
}

PublishScheduled PublishScheduled::from_text(std::string const& text) {
  return {parse_id<ScheduledId>(text).value_or(ScheduledId{})};
}

awaitable<void> publish_scheduled(App& app, PublishScheduled what, jobs::Job const&) {
  auto const due =
      co_await app.db.read([&](db::Tx& tx) { return scheduled::find(tx, what.scheduled); }, db::Urgency::background);
  if (!due) co_return;
  if (due->at > app.clock.now()) throw jobs::Later(due->at);  // put off
  co_await meet_mentioned(app, draft_from_text(due->draft).text);
  std::string why;
  try {
    co_await app.db.transact([&](db::Tx& tx) { post_due(app, tx, what.scheduled); }, db::Urgency::background);
  } catch (Refusal const& refusal) {
    // Trying again would be refused again. The author finds it in the list.
    why = refusal.what();
  }
  if (!why.empty()) throw jobs::GiveUp(why);
}

}  // namespace dunlin::actions
