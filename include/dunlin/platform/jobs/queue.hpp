#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/base/time.hpp"

namespace dunlin::db {
class Tx;
}

namespace dunlin::jobs {

/// How one job waits and whom it waits for.
struct Options {
  std::optional<Timestamp> run_at;  // not before, to the second; now when absent
  std::string unique_key;           // a second job with this key while the first waits or runs is dropped
  std::string host;                 // the remote host it talks to, for fairness and the circuit; empty for none
  std::int64_t chain = 0;           // jobs of one chain run one after the other, oldest first; 0 for none
};

/// A job as the queue holds it. `payload` is what the kind's own struct wrote.
struct Job {
  std::int64_t id = 0;
  std::string payload;
  int attempt = 0;  // 1 on the first run
  std::string host;
  bool unique = false;
  std::int64_t chain = 0;
};

/// A job that failed so often holds back the later ones of its chain no longer: what cannot be done must not stop
/// the rest for days.
inline constexpr int chain_patience = 5;

/// Puts a job of this kind into the queue inside the transaction that causes it: both happen or neither.
/// The running process is woken after the commit. Costs no round trip without a unique key. Returns false when a
/// job with its unique key is there already.
bool enqueue(db::Tx& tx, std::string_view kind, std::string payload, Options options = {});

/// The same for a payload struct that has `static constexpr std::string_view kind` and `std::string to_text() const`.
template <class Payload>
bool enqueue(db::Tx& tx, Payload const& payload, Options options = {}) {
  return enqueue(tx, Payload::kind, payload.to_text(), std::move(options));
}

/// One of many jobs enqueued together.
struct New {
  std::string payload;
  std::string host;
  std::int64_t chain = 0;
};
/// Puts many jobs of one kind into the queue with one statement and without a round trip: one Deliver for each
/// inbox.
void enqueue_many(db::Tx& tx, std::string_view kind, std::span<New const> jobs);
/// The host is back: what waits for a later try is due now, in the order it was made.
void hurry(db::Tx& tx, std::string_view kind, std::string_view host, Timestamp now);

/// One row of the job table (server/job_table.cpp): what runs a kind, and how it is run.
struct Kind {
  std::string name;
  /// Runs on an io thread. Jobs run at least once, so running twice must do no harm. Returning is success;
  /// throwing is a retry with back-off; throwing GiveUp ends the job. db::Unavailable is the fault of neither: it
  /// runs again soon, and the attempt does not count.
  std::function<awaitable<void>(App&, Job const&)> run;
  int at_once = 8;           // how many of this kind run together in one process
  int at_once_per_host = 4;  // of them, how many for one host; jobs without a host know only at_once
  int attempts = 12;         // then it is kept as dead, to be seen
  bool keep_dead = true;     // false: forgotten instead
  bool keep_record = false;  // how each ended is written to job_records
  /// Where more than at_once_per_host: what runs together for one host grows up to here while it answers well, and
  /// shrinks down to one when it fails or is slow.
  int most_per_host = 0;
  /// Hosts that let us wait hold no place among at_once; so many jobs run for them besides. 0: they do.
  int at_once_slow = 0;
  /// While that kind has something to start, this one runs an eighth of at_once.
  std::string yields_to;
  /// Delay before the next attempt, given how many have failed; null for default_backoff.
  std::function<Duration(int failed)> backoff = nullptr;
};

/// After the n-th failure 15 s and (n-1)⁴ s and up to half of that more, and up to 10 n s: some 15 s first, three
/// days in all for 17 attempts (federation contract, section 10).
Duration default_backoff(int failed);

/// Thrown by a handler to end its job without another attempt; the reason is kept with it.
struct GiveUp : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// Thrown by a handler to be run again at a time of its choosing, without counting as an attempt.
struct Later : std::exception {
  /// With `whole_host` all other waiting jobs of the kind for the job's host wait until then too: its circuit is open.
  explicit Later(Timestamp when, bool all_of_host = false) : at(when), whole_host(all_of_host) {}
  char const* what() const noexcept override { return "later"; }
  Timestamp at;
  bool whole_host;
};

/// Jobs by kind and state, for /metrics and the command line.
struct Count {
  std::string kind;
  std::string state;  // waiting, delayed, running, dead
  std::int64_t jobs;
};
std::vector<Count> counts(db::Tx& tx);

/// What one process did with the jobs of a kind since its start.
struct Tally {
  std::string kind;
  std::int64_t done, retried, dead;
  int running;
};

/// The in-process runner of the durable queue (tech probes, section 9): claims in batches with
/// `for update skip locked`, each claim a lease that its process renews; a process that died loses its claims
/// to the next one that looks.
class Queue {
 public:
  Queue();
  ~Queue();  // without stop(): as if the process had been killed
  Queue(Queue const&) = delete;
  /// Adds a kind; all must be added before start().
  void add(Kind kind);
  template <class Payload>
  void add(std::function<awaitable<void>(App&, Payload, Job const&)> run, Kind settings = {}) {
    settings.name = Payload::kind;
    settings.run = [run = std::move(run)](App& app, Job const& job) {
      return run(app, Payload::from_text(job.payload), job);
    };
    add(std::move(settings));
  }
  /// Begins claiming, on the io thread of `executor`.
  void start(App& app, boost::asio::any_io_executor executor);
  /// Something was enqueued or time has passed: look now instead of at the next poll. Any thread.
  void wake();
  /// Claims no more, waits for running jobs until the deadline, gives the rest back.
  awaitable<void> stop(Duration patience);
  /// Any thread.
  std::vector<Tally> tallies() const;

 private:
  struct Runner;
  std::unique_ptr<class Lanes> lanes_;  // until the start
  std::shared_ptr<Runner> runner_;
};

}  // namespace dunlin::jobs
