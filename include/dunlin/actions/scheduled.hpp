#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/actions/publish.hpp"
#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "dunlin/store/scheduled.hpp"

// Statuses that wait for their time (behaviours.md, "Scheduling").
namespace dunlin::actions {

/// Keeps the draft until its time, which draft.scheduled_at says, and checks now what can be checked. A repeated
/// idempotency key returns the first one. Refuses: too soon, too many, and all that publish() refuses.
awaitable<store::scheduled::Scheduled> schedule(App&, AccountId author, Draft draft);

/// Gives it another time.
void reschedule(App&, db::Tx&, AccountId author, ScheduledId id, Timestamp when);
/// Forgets it; its media may be attached to another status.
void unschedule(db::Tx&, AccountId author, ScheduledId id);

/// The text a waiting draft is kept as, with the names Mastodon gives its parts; and back.
std::string draft_to_text(Draft const& draft);
Draft draft_from_text(std::string_view text);

/// Job: posts it when its time has come, once. What cannot be posted (its parent is gone) stays in its author's list.
struct PublishScheduled {
  static constexpr std::string_view kind = "publish_scheduled";
  ScheduledId scheduled;
  std::string to_text() const;
  static PublishScheduled from_text(std::string const&);
};
awaitable<void> publish_scheduled(App&, PublishScheduled, jobs::Job const&);

}  // namespace dunlin::actions
