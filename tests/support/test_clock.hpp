#pragma once
#include <atomic>

#include "dunlin/base/time.hpp"

namespace dunlin::test {

/// Stands still until a test moves it. Any thread may read it.
class TestClock final : public Clock {
 public:
  explicit TestClock(Timestamp start) : now_(start.time_since_epoch().count()) {}
  Timestamp now() const override { return Timestamp(Duration(now_)); }
  void advance(Duration by) { now_ += by.count(); }
  void set(Timestamp now) { now_ = now.time_since_epoch().count(); }

 private:
  std::atomic<Duration::rep> now_;
};

}  // namespace dunlin::test
