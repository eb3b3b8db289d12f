#pragma once
#include <algorithm>
#include <chrono>

namespace dunlin::redis {

/// How long to wait before the next attempt to connect: 50 ms, doubling to 2 s. A restarted Redis is noticed
/// quickly and an absent one is not hammered.
class Pause {
 public:
  std::chrono::milliseconds next() {
    auto const now = next_;
    next_ = std::min(next_ * 2, longest);
    return now;
  }
  void reset() { next_ = shortest; }

 private:
  static constexpr std::chrono::milliseconds shortest{50}, longest{2000};
  std::chrono::milliseconds next_ = shortest;
};

}  // namespace dunlin::redis
