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
    if (when_.size() >= most) when_.clear();
    when_[name] = now;
  }
  bool happened(std::string const& name, Timestamp now) {
    std::scoped_lock const lock(mutex_);
    auto const at = when_.find(name);
    if (at == when_.end()) return false;
    if (at->second + while_ > now) return true;
    when_.erase(at);
    return false;
  }
  void forget(std::string const& name) {
    std::scoped_lock const lock(mutex_);
    when_.erase(name);
  }

 private:
  static constexpr std::size_t most = 20'000;
  Duration while_;
  std::mutex mutex_;
  std::unordered_map<std::string, Timestamp> when_;
};

}  // namespace dunlin::federation
