#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "lanes.hpp"

namespace dunlin::jobs {

/// A claim holds as long as its process' advisory lock; this only helps where locks cannot tell (transaction
/// poolers), or where a process hangs.
inline constexpr int lease_seconds = 300;
inline constexpr int most_lanes_found = 2000;
inline constexpr auto dead_kept_for = std::chrono::hours(24 * 14);

/// A job that is to run again.
struct Retry {
  std::int64_t id;
  Timestamp at;
  std::string error;
  bool counted;  // as an attempt
};
/// A job that will not run again.
struct Death {
  std::int64_t id;
  std::string error;
};
/// How a job ended whose kind keeps records.
struct Ending {
  std::int64_t id;
  bool good;
  std::string cause;  // of a bad end
};
/// All jobs of a lane that wait until then.
struct Postponed {
  std::string kind;
  std::string host;
  Timestamp until;
};

/// What happened since the last round and has to be written, and what is to be claimed. Done in one transaction:
/// however many jobs it is about, it costs the same few statements.
struct Round {
  int process = 0;
  Timestamp now;
  std::vector<std::int64_t> done;
  std::vector<Retry> retries;
  std::vector<Death> dead;
  std::vector<Ending> ended;
  std::vector<Postponed> postponed;
  std::vector<Lanes::Want> wants;
  /// After a round whose outcome is unknown: all this process holds. What else is claimed in its name is given back.
  std::optional<std::vector<std::int64_t>> holds_only;
  bool poll = false;                                // look for jobs that became due, and for lanes with jobs
  std::pair<std::string, std::string> lanes_after;  // where the last look for lanes broke off
  bool renew = false;                               // the leases
  bool bury = false;                                // forget the long dead

  bool empty() const;
};

/// What a round brought.
struct Outcome {
  std::vector<std::pair<std::string, Job>> claimed;  // with kinds
  /// Lanes of jobs that were found behind an earlier one of their chain, once for each.
  std::vector<std::pair<std::string, std::string>> held_back;
  std::vector<std::pair<std::string, std::string>> lanes;  // kinds and hosts that have jobs
};

Outcome perform(db::Tx& tx, Round const& round);

/// Process numbers that have claims and no advisory lock.
std::vector<std::int64_t> claimers_without_lock(db::Tx& tx);
/// Makes jobs claimed by these, or whose lease has run out, ready again.
void take_back(db::Tx& tx, std::vector<std::int64_t> const& processes);
/// Makes everything this process has claimed ready again, but for these jobs, not counting the attempt.
void give_back(db::Tx& tx, int process, std::vector<std::int64_t> const& but);

}  // namespace dunlin::jobs
