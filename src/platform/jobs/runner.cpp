#include "runner.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/log/log.hpp"

namespace dunlin::jobs {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// What is finished waits this long for company, unless a claim goes out anyway. A crash repeats at most so much.
constexpr milliseconds flush_delay{100};
/// A lane that has jobs left is not refilled at once either: small bites cost a round each.
constexpr milliseconds claim_delay{10};
constexpr milliseconds slow_grain{20};  // so that many are found at once
/// The key of a unique job is free again only when its row is gone.
constexpr milliseconds unique_flush_delay{5};
constexpr milliseconds shortest_pause{100}, longest_pause{2000};  // while PostgreSQL is away
constexpr seconds again_after_outage{2};
constexpr int seconds_between_looks = 5, seconds_between_renewals = 60, seconds_between_burials = 600;
constexpr std::size_t most_error_bytes = 500;

/// What other servers say in errors may be anything; a column takes only text.
std::string clean(std::string text) {
  if (text.size() > most_error_bytes) text.resize(most_error_bytes);
  std::ranges::replace_if(text, [](unsigned char c) { return c < 0x20 || c >= 0x7f; }, '?');
  return text;
}

}  // namespace

Queue::Runner::Runner(asio::any_io_executor where, App& of, Lanes with)
    : executor_(where),
      app_(of),
      lanes_(std::move(with)),
      flush_(where),
      second_(where),
      drained_(where),
      slow_(where) {
  for (auto const& kind : lanes_.kinds()) counters_[kind] = std::make_unique<Counters>();
}

void Queue::Runner::start() {
  auto const weak = weak_from_this();
  hints = std::make_shared<Hints>([weak, executor = executor_] {
    asio::post(executor, [weak] {
      if (auto const self = weak.lock()) self->take_hints();
    });
  });
  listen_for_hints(hints);
  auto const on_number = [weak, executor = executor_](int number) {
    asio::post(executor, [weak, number, executor] {
      auto const self = weak.lock();
      if (!self || self->closed_) return;
      self->process_ = number;
      asio::co_spawn(executor, [self] { return self->tick(); }, asio::detached);
    });
  };
  std::scoped_lock const lock(presence_mutex_);
  presence_ = std::make_unique<Presence>(app_.config.database, app_.config.prepared_statements, on_number);
}

void Queue::Runner::abandon() {
  closed_ = true;
  hints->close();
  std::unique_ptr<Presence> presence;
  {
    std::scoped_lock const lock(presence_mutex_);
    presence = std::move(presence_);
  }
  presence.reset();
  asio::post(executor_, [self = shared_from_this()] {
    self->flush_.cancel();
    self->second_.cancel();
    self->drained_.cancel();
    self->slow_.cancel();
  });
}

void Queue::Runner::take_hints() {
  auto const told = hints->take();
  poll_ = poll_ || told.everywhere;
  for (auto const& [kind, host] : told.lanes) lanes_.expect(kind, host);
  schedule();
}

/// Begins a round when something could start because of it; what only has to be written waits a little.
void Queue::Runner::schedule() {
  if (closed_ || in_round_ || paused_ || process_ == 0) return;
  bool const claims = !stopping_ && lanes_.wants_any();
  if (!stopping_ && (poll_ || lanes_.is_hungry())) return begin_round();
  if (next_.empty() && !claims) return;
  // Nobody else waits for the deletion of a job, nor does a lane that still has jobs for that long.
  auto const delay = claims ? claim_delay : unique_done_ ? unique_flush_delay : flush_delay;
  if (flushing_ && flush_.expiry() <= std::chrono::steady_clock::now() + delay) return;
  flushing_ = true;
  flush_.expires_after(delay);
  flush_.async_wait([self = shared_from_this()](boost::system::error_code error) {
    if (error) return;  // set anew, or the end
    self->flushing_ = false;
    if (self->in_round_ || self->paused_ || self->closed_) return;
    if (!self->next_.empty() || (!self->stopping_ && self->lanes_.wants_any())) self->begin_round();
  });
}

void Queue::Runner::begin_round() {
  in_round_ = true;
  asio::co_spawn(executor_, [self = shared_from_this()] { return self->perform_round(); }, asio::detached);
}

Round Queue::Runner::next_round() {
  auto round = std::exchange(next_, {});
  unique_done_ = false;
  round.process = process_;
  round.now = app_.clock.now();
  if (!stopping_) round.wants = lanes_.wants();
  if (std::exchange(outcome_unknown_, false)) round.holds_only = lanes_.held();
  round.poll = std::exchange(poll_, false) && !stopping_;
  round.lanes_after = lanes_after_;
  return round;
}

awaitable<void> Queue::Runner::perform_round() {
  auto round = next_round();
  std::string failure;
  try {
    auto outcome = co_await app_.db.transact([&](db::Tx& tx) { return perform(tx, round); }, db::Urgency::background);
    if (closed_) co_return;
    lanes_.claimed(round.wants, std::move(outcome.claimed), outcome.held_back);
    for (auto const& [kind, host] : outcome.lanes) lanes_.expect(kind, host);
    if (round.poll) {
      bool const all = outcome.lanes.size() < most_lanes_found;
      lanes_after_ = all ? std::pair<std::string, std::string>{} : outcome.lanes.back();
    }
    pause_ = {};
  } catch (std::exception const& error) {
    failure = error.what();
  }
  in_round_ = false;
  if (closed_) co_return;
  if (failure.empty()) {
    start_jobs();
    schedule();
    co_return;
  }
  log::warn("jobs: {}", failure);
  put_back(std::move(round));
  paused_ = true;
  pause_ = std::clamp(pause_ * 2, shortest_pause, longest_pause);
  co_await sleep(pause_);
  paused_ = false;
  schedule();
}

/// Nothing of the round may be lost; whether it happened after all is found out by holds_only.
void Queue::Runner::put_back(Round round) {
  auto const join = [](auto& to, auto& from) {
    from.insert(from.end(), std::make_move_iterator(to.begin()), std::make_move_iterator(to.end()));
    to = std::move(from);
  };
  join(next_.done, round.done);
  join(next_.retries, round.retries);
  join(next_.dead, round.dead);
  join(next_.ended, round.ended);
  join(next_.postponed, round.postponed);
  next_.renew = next_.renew || round.renew;
  lanes_.failed(round.wants);
  outcome_unknown_ = poll_ = true;
}

void Queue::Runner::start_jobs() {
  if (stopping_) return;
  for (auto& ready : lanes_.start()) {
    ++counters_[ready.kind->name]->running;
    watch(ready);
    asio::co_spawn(
        executor_,
        [self = shared_from_this(), ready = std::move(ready)]() mutable { return self->run(std::move(ready)); },
        [self = shared_from_this()](std::exception_ptr) {});
  }
}

/// Remembers it, where the kind counts apart what takes long.
void Queue::Runner::watch(Lanes::Ready const& ready) {
  auto const& job = ready.job;
  if (ready.kind->at_once_slow == 0 || job.host.empty()) return;
  started_.push_back({Clock::now(), ready.kind, Job{job.id, {}, job.attempt, job.host}});
  if (started_.size() == 1) look_for_the_slow();
}

void Queue::Runner::look_for_the_slow() {
  bool found = false;
  auto const before = Clock::now() - Lanes::slow_after;
  for (; !started_.empty() && started_.front().when <= before; started_.pop_front(), found = true)
    lanes_.is_slow(*started_.front().kind, started_.front().job);
  if (found) {
    start_jobs();
    schedule();
  }
  if (started_.empty() || closed_) return;
  slow_.expires_at(started_.front().when + Lanes::slow_after + slow_grain);
  slow_.async_wait([self = shared_from_this()](boost::system::error_code error) {
    if (!error && !self->closed_) self->look_for_the_slow();
  });
}

awaitable<void> Queue::Runner::run(Lanes::Ready ready) {
  auto const& [kind, job] = ready;
  auto const begin = Clock::now();
  auto const self = shared_from_this();
  std::optional<Later> later;
  std::optional<std::string> last, failure;
  bool ours = false;
  if (job.attempt > kind->attempts) {
    last = "the process ended while it ran, each time";
  } else {
    try {
      co_await kind->run(app_, job);
    } catch (Later const& when) {
      later = when;
    } catch (GiveUp const& why) {
      last = why.what();
    } catch (db::Unavailable const& away) {
      failure = away.what();
      ours = true;
    } catch (std::exception const& error) {
      failure = error.what();
    } catch (...) {
      failure = "an unknown failure";
    }
  }
  if (closed_) co_return;
  auto const took = std::chrono::duration_cast<Duration>(Clock::now() - begin);
  if (failure && !ours && job.attempt >= kind->attempts) last = failure;
  if (last) {
    log::warn("jobs: {} {} is dead after {} attempts: {}", kind->name, job.id, job.attempt, clean(*last));
    bury(ready, *last, took);
  } else if (later) {
    if (later->whole_host && !job.host.empty()) postpone_all(*kind, job.host, later->at);
    retry(ready, later->at, "", false, took);
  } else if (failure) {
    auto const delay = ours            ? Duration(again_after_outage)
                       : kind->backoff ? kind->backoff(job.attempt)
                                       : default_backoff(job.attempt);
    log::info("jobs: {} {} failed, attempt {}: {}", kind->name, job.id, job.attempt, clean(*failure));
    retry(ready, app_.clock.now() + delay, *failure, !ours, took);
  } else {
    done(ready, took);
  }
}

void Queue::Runner::done(Lanes::Ready const& ready, Duration took) {
  if (ready.kind->keep_record)
    next_.ended.push_back({ready.job.id, true, {}});
  else
    next_.done.push_back(ready.job.id);
  finish(ready, End::done, took);
}

void Queue::Runner::postpone_all(Kind const& kind, std::string const& host, Timestamp until) {
  for (auto const& job : lanes_.take_waiting(kind.name, host)) next_.retries.push_back({job.id, until, "", false});
  auto const same = [&](Postponed const& other) { return other.kind == kind.name && other.host == host; };
  if (std::ranges::none_of(next_.postponed, same)) next_.postponed.push_back({kind.name, host, until});
}

void Queue::Runner::retry(Lanes::Ready const& ready, Timestamp at, std::string error, bool counted, Duration took) {
  // What comes after it must not overtake it, unless it has failed so often that it may never be done.
  if (ready.job.chain != 0 && (!counted || ready.job.attempt < chain_patience))
    for (auto const& job : lanes_.take_behind(*ready.kind, ready.job)) next_.retries.push_back({job.id, at, "", false});
  next_.retries.push_back({ready.job.id, at, clean(std::move(error)), counted});
  finish(ready, End::retried, took);
}

void Queue::Runner::bury(Lanes::Ready const& ready, std::string error, Duration took) {
  if (ready.kind->keep_dead) {
    next_.dead.push_back({ready.job.id, clean(std::move(error))});
  } else if (ready.kind->keep_record) {
    next_.ended.push_back({ready.job.id, false, clean(std::move(error))});
  } else {
    next_.done.push_back(ready.job.id);
  }
  finish(ready, End::dead, took);
}

void Queue::Runner::finish(Lanes::Ready const& ready, End end, Duration took) {
  auto& counters = *counters_[ready.kind->name];
  --counters.running;
  ++(end == End::done ? counters.done : end == End::retried ? counters.retried : counters.dead);
  unique_done_ = unique_done_ || ready.job.unique;
  lanes_.finished(*ready.kind, ready.job, {.good = end != End::retried, .took = took});
  if (stopping_ && lanes_.running() == 0) drained_.cancel();
  start_jobs();
  schedule();
}

awaitable<void> Queue::Runner::sleep(Duration duration) {
  asio::steady_timer timer(executor_, duration);
  boost::system::error_code ignored;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

/// Once a second: jobs that became due, jobs of other processes, and what keeps the table in order.
awaitable<void> Queue::Runner::tick() {
  co_await look_for_the_dead(true);
  for (int second = 1; !closed_ && !stopping_; ++second) {
    poll_ = true;
    if (second % seconds_between_renewals == 0) next_.renew = true;
    if (second % seconds_between_burials == 0) next_.bury = true;
    schedule();
    boost::system::error_code ignored;
    second_.expires_after(seconds(1));
    co_await second_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    if (second % seconds_between_looks == 0 && !closed_ && !stopping_) co_await look_for_the_dead(false);
  }
}

/// A starting process takes the claims of the dead at once. Others want to see a lock absent twice: after a
/// restart of PostgreSQL every process needs a moment to take its lock again.
awaitable<void> Queue::Runner::look_for_the_dead(bool first) {
  try {
    auto const absent = co_await app_.db.transact(
        [&](db::Tx& tx) {
          auto numbers = claimers_without_lock(tx);
          std::erase(numbers, process_);
          auto gone = numbers;
          if (!first) std::erase_if(gone, [&](auto number) { return !missed_.contains(number); });
          take_back(tx, gone);
          return numbers;
        },
        db::Urgency::background);
    missed_ = {absent.begin(), absent.end()};
  } catch (db::Error const& error) {
    log::debug("jobs: {}", error.what());  // the rounds tell already
  }
}

awaitable<void> Queue::Runner::stop(Duration patience) {
  auto const self = shared_from_this();
  stopping_ = true;
  second_.cancel();
  lanes_.drop_waiting();
  outcome_unknown_ = true;  // so that the next round gives back what was dropped
  boost::system::error_code ignored;
  drained_.expires_after(patience);
  if (process_ != 0 && !in_round_ && !paused_) begin_round();
  if (lanes_.running() > 0) co_await drained_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  auto const deadline = std::chrono::steady_clock::now() + seconds(2);
  while ((in_round_ || paused_) && std::chrono::steady_clock::now() < deadline) co_await sleep(milliseconds(2));
  closed_ = true;
  if (process_ != 0) {
    auto last = next_round();
    last.holds_only = std::vector<std::int64_t>{};
    try {
      co_await app_.db.transact([&](db::Tx& tx) { perform(tx, last); }, db::Urgency::background);
    } catch (db::Error const& error) {
      log::warn("jobs: claims could not be given back; the next process takes them: {}", error.what());
    }
  }
  abandon();
}

std::vector<Tally> Queue::Runner::tallies() const {
  std::vector<Tally> tallies;
  tallies.reserve(counters_.size());
  for (auto const& [kind, counters] : counters_)
    tallies.push_back({kind, counters->done, counters->retried, counters->dead, counters->running});
  return tallies;
}

}  // namespace dunlin::jobs
