#pragma once
#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <unordered_map>

#include "dunlin/platform/jobs/queue.hpp"
#include "hints.hpp"
#include "lanes.hpp"
#include "presence.hpp"
#include "round.hpp"

namespace dunlin::jobs {

/// The queue at work. Everything happens on the executor's thread but what says otherwise.
struct Queue::Runner : std::enable_shared_from_this<Runner> {
  explicit Runner(boost::asio::any_io_executor where, App& of, Lanes with);

  void start();    // any thread
  void abandon();  // any thread: as if killed
  awaitable<void> stop(Duration patience);
  std::vector<Tally> tallies() const;  // any thread

  std::shared_ptr<Hints> hints;

 private:
  enum class End { done, retried, dead };
  struct Counters {
    std::atomic<std::int64_t> done = 0, retried = 0, dead = 0;
    std::atomic<int> running = 0;
  };

  void take_hints();
  void schedule();
  void begin_round();
  awaitable<void> perform_round();
  Round next_round();
  void put_back(Round round);
  void start_jobs();
  awaitable<void> run(Lanes::Ready ready);
  using Clock = std::chrono::steady_clock;
  struct Started {
    Clock::time_point when;
    Kind const* kind;
    Job job;  // without its payload
  };
  void finish(Lanes::Ready const& ready, End end, Duration took);
  void retry(Lanes::Ready const& ready, Timestamp at, std::string error, bool counted, Duration took);
  void watch(Lanes::Ready const& ready);
  void look_for_the_slow();
  void postpone_all(Kind const& kind, std::string const& host, Timestamp until);
  void bury(Lanes::Ready const& ready, std::string error, Duration took);
  void done(Lanes::Ready const& ready, Duration took);
  awaitable<void> tick();
  awaitable<void> look_for_the_dead(bool first);
  awaitable<void> sleep(Duration duration);

  boost::asio::any_io_executor executor_;
  App& app_;
  Lanes lanes_;
  Round next_;                   // what is to be written
  std::deque<Started> started_;  // that may turn out slow
  std::unordered_map<std::string, std::unique_ptr<Counters>> counters_;
  std::set<std::int64_t> missed_;  // processes whose lock was absent at the last look
  std::pair<std::string, std::string> lanes_after_;
  boost::asio::steady_timer flush_, second_, drained_, slow_;
  std::mutex presence_mutex_;
  std::unique_ptr<Presence> presence_;
  int process_ = 0;
  Duration pause_{};
  bool in_round_ = false, flushing_ = false, paused_ = false, stopping_ = false;
  bool outcome_unknown_ = false, unique_done_ = false, poll_ = true;
  std::atomic<bool> closed_ = false;
};

}  // namespace dunlin::jobs
