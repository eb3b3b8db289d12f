#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::jobs {

/// Which jobs this process holds and which may run: a lane for each kind and host, so that a long line for one
/// host delays no other; and in a lane one job of each chain after the other. Hosts that let us wait are counted
/// apart, so that they take no room from the others. Decides only; no SQL, no waiting, one thread.
class Lanes {
 public:
  /// Who lets us wait so long, or does not answer at all, belongs to the slow until it answers sooner.
  static constexpr Duration slow_after = std::chrono::milliseconds(250);
  /// How the run of a job ended.
  struct End {
    bool good = true;
    Duration took{};
  };
  /// How much to claim of one lane.
  struct Want {
    std::string kind;
    std::string host;
    int jobs;
    std::int64_t after;  // ids above this one
  };
  /// A job with the kind that runs it.
  struct Ready {
    Kind const* kind;
    Job job;
  };

  void add(Kind kind);
  Kind const* find(std::string_view kind) const;
  std::vector<std::string> kinds() const;

  /// The table may hold jobs of this lane. Kinds unknown to this process are passed over.
  void expect(std::string_view kind, std::string_view host);
  /// Whether some lane that has nothing to run may find something.
  bool is_hungry() const;
  /// Whether any lane may find something.
  bool wants_any() const;
  /// What to claim now, the lanes taking turns. Each call must be followed by claimed() or failed().
  std::vector<Want> wants();
  /// What came of wants(). Jobs that this process holds already are passed over.
  /// `held_back` names a lane for each job that was found but has to wait for another elsewhere.
  void claimed(std::vector<Want> const& asked, std::vector<std::pair<std::string, Job>> jobs,
               std::vector<std::pair<std::string, std::string>> const& held_back = {});
  void failed(std::vector<Want> const& asked);

  /// Jobs that may start now; they count as running until finished().
  std::vector<Ready> start();
  void finished(Kind const& kind, Job const& job, End end);
  void finished(Kind const& kind, Job const& job) { finished(kind, job, End{}); }
  /// A job that was started slow_after ago still runs.
  void is_slow(Kind const& kind, Job const& job);

  /// Hands out what is held behind this running job of a chain: it is to be tried again, and they after it.
  std::vector<Job> take_behind(Kind const& kind, Job const& job);
  /// Hands out what is held of a lane and does not run; nothing more is expected there.
  std::vector<Job> take_waiting(std::string_view kind, std::string_view host);
  /// Forgets what is held and does not run.
  void drop_waiting();
  /// Everything held, running or not.
  std::vector<std::int64_t> held() const;
  std::size_t held_count() const { return held_.size(); }
  int running(std::string_view kind) const;
  int running() const { return running_; }

 private:
  struct Line;
  /// What a kind allows and what it has, for hosts that answer at once and for those that do not.
  enum Pace : std::size_t { brisk, slow };
  /// How much may run for a host, as it has been.
  struct Width {
    double jobs = 0;
    bool tight = false;  // it has failed before: grow with care
  };
  struct Lane {
    Line* line;
    std::string host;
    Pace pace = brisk;
    Width width;
    std::deque<Job> waiting;
    std::unordered_map<std::int64_t, std::deque<Job>> behind;  // by chain, of which one waits or runs
    int behind_count = 0;
    int running = 0;
    int finished = 0;         // since it was last asked: the faster a host, the more is claimed ahead
    bool maybe_more = false;  // the table may hold more
    // What was claimed lately leaves dead entries at the head of the index, which each claim would step over. So
    // claims go on behind the last one, and look at the head again now and then.
    std::int64_t after = 0;
    int claims_behind = 0;
    bool in_hungry = false, in_startable = false;
    int limit() const;
    int wanted() const;
    bool has_nothing() const { return waiting.empty() && behind_count == 0; }
  };
  /// A kind and its lanes.
  struct Line {
    Kind kind;
    std::unordered_map<std::string, std::unique_ptr<Lane>> lanes;
    std::unordered_map<std::string, Width> widths;  // of lanes that were here before
    std::array<std::deque<Lane*>, 2> hungry;        // by pace: maybe_more and room for more
    std::array<std::deque<Lane*>, 2> startable;     // waiting jobs and room to run one
    std::array<int, 2> running{}, held{};           // held: running or waiting, without those behind
    int at_once(Pace pace) const;
    int room(Pace pace) const;
  };

  Lane& lane(Line& line, std::string_view host);
  Line* line(std::string_view kind);
  void settle(Lane& lane);
  void forget(Lane& lane);
  void set_pace(Lane& lane, Pace pace);
  void widen_or_narrow(Lane& lane, End end);
  std::vector<Job> take_all(Lane& lane);
  void hold(Lane& lane, Job job);
  void start_some(Line& line, Pace pace, std::vector<Ready>& ready);
  bool must_yield(Line const& line) const;

  std::unordered_map<std::string, std::unique_ptr<Line>> lines_;
  std::unordered_set<std::int64_t> held_;
  int running_ = 0;
};

}  // namespace dunlin::jobs
