#pragma once
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
/// host delays no other. Decides only; no SQL, no waiting, one thread.
class Lanes {
 public:
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
  void claimed(std::vector<Want> const& asked, std::vector<std::pair<std::string, Job>> jobs);
  void failed(std::vector<Want> const& asked);

  /// Jobs that may start now; they count as running until finished().
  std::vector<Ready> start();
  void finished(Kind const& kind, std::string_view host, std::int64_t id);

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
  struct Lane {
    Line* line;
    std::string host;
    std::deque<Job> waiting;
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
  };
  /// A kind and its lanes.
  struct Line {
    Kind kind;
    std::unordered_map<std::string, std::unique_ptr<Lane>> lanes;
    std::deque<Lane*> hungry;     // maybe_more and room for more
    std::deque<Lane*> startable;  // waiting jobs and room to run one
    int running = 0;
    int held = 0;
    int room() const;
  };

  Lane& lane(Line& line, std::string_view host);
  Line* line(std::string_view kind);
  void settle(Lane& lane);

  std::unordered_map<std::string, std::unique_ptr<Line>> lines_;
  std::unordered_set<std::int64_t> held_;
  int running_ = 0;
};

}  // namespace dunlin::jobs
