#include <algorithm>
#include <random>

#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::jobs {

Duration default_backoff(int failed) {
  // The dice only spread retries over time; nobody gains from guessing them.
  thread_local std::minstd_rand dice(std::random_device{}());
  auto const roll = [](double upto) { return std::uniform_real_distribution<double>(0, upto)(dice); };
  double const n = std::clamp(failed - 1, 0, 40);
  double const power = n * n * n * n;
  return Duration(static_cast<std::int64_t>((power + 15 + roll(power / 2) + roll(10 * (n + 1))) * 1000));
}

}  // namespace dunlin::jobs
