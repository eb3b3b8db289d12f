#pragma once
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/federation/send.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "dunlin/store/outgoing.hpp"

namespace dunlin::federation {

/// Job: expands an audience into one Deliver for each distinct remote inbox. Only for large audiences; small ones
/// are expanded at once by send().
struct Broadcast {
  static constexpr std::string_view kind = "broadcast";
  store::outgoing::ActivityId activity;
  Audience audience;
  std::string to_text() const;
  static Broadcast from_text(std::string const&);
};
awaitable<void> broadcast(App&, Broadcast, jobs::Job const&);

/// Job: brings one activity to one inbox.
struct Deliver {
  static constexpr std::string_view kind = "deliver";
  store::outgoing::ActivityId activity;
  std::string inbox;
  std::string to_text() const;
  static Deliver from_text(std::string const&);
};
awaitable<void> deliver(App&, Deliver, jobs::Job const&);
/// The same for what nobody waits for: changed profiles, deleted accounts.
struct DeliverBulk : Deliver {
  static constexpr std::string_view kind = "deliver_bulk";
  static DeliverBulk from_text(std::string const& text) { return {Deliver::from_text(text)}; }
};

/// Job, run by actions: an inbox answered that it is gone. Its actor is asked for, and goes if it is gone too.
struct InboxGone {
  static constexpr std::string_view kind = "inbox_gone";
  std::string inbox;
  std::string to_text() const { return inbox; }
  static InboxGone from_text(std::string const& text) { return {text}; }
};

/// The server answers, or sends something: what waits for it goes now.
void hurry_deliveries(db::Tx& tx, std::string_view host, Timestamp now);

/// Job, once a day: forgets what was sent or seen long ago.
struct Sweep {
  static constexpr std::string_view kind = "federation_sweep";
  std::string to_text() const { return {}; }
  static Sweep from_text(std::string const&) { return {}; }
};
awaitable<void> sweep(App&, Sweep, jobs::Job const&);
/// Begins it, unless it has begun before.
void schedule_sweep(db::Tx& tx);

void add_jobs(jobs::Queue& queue);

}  // namespace dunlin::federation
