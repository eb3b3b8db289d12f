#pragma once
#include <mutex>
#include <string>
#include <unordered_map>

#include "dunlin/base/time.hpp"

namespace dunlin::federation {

/// What happened within a while, by name. Bounded: when full, everything is forgotten. Any thread.
class Recently {
 public:
  explicit Recently(Duration while_) : while_(while_) {}

  void note(std::string const& name, Timestamp now) {
    std::scoped_lock const lock(mutex_);
    if (events_.size() >= most) events_.clear();
    auto& event = events_[name];
    event = {now, event.last + while_ > now ? event.times + 1 : 1};
  }
  bool happened(std::string const& name, Timestamp now) { return times(name, now) > 0; }
  /// How often, each time within a while of the one before.
  int times(std::string const& name, Timestamp now) {
    std::scoped_lock const lock(mutex_);
    auto const at = events_.find(name);
    if (at == events_.end()) return 0;
    if (at->second.last + while_ > now) return at->second.times;
    events_.erase(at);
    return 0;
  }
  void forget(std::string const& name) {
    std::scoped_lock const lock(mutex_);
    events_.erase(name);
  }

 private:
  static constexpr std::size_t most = 20'000;
  Duration while_;
  std::mutex mutex_;
  struct Event {
    Timestamp last;
    int times = 0;
  };
  std::unordered_map<std::string, Event> events_;
};

}  // namespace dunlin::federation
