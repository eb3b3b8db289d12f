#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dunlin::metrics {

using Labels = std::vector<std::pair<std::string, std::string>>;

/// One number as it stands at the moment of asking.
struct Sample {
  std::string name;  // "dunlin_database_waiting"
  std::string help;
  Labels labels;
  double value = 0;
  bool only_grows = false;  // a counter, not a gauge
};

/// Counts something; found once by its owner and kept, so that counting costs a few nanoseconds. Any thread.
class Counter {
 public:
  virtual ~Counter() = default;
  virtual void add(double by = 1) = 0;
};

/// What this process counts, in the text form of Prometheus. Any thread.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  /// Names the routes that are answered, each by its place: called for route 0, 1, 2… before the first request.
  void add_route(std::string_view method, std::string_view path);
  static constexpr std::size_t no_route = static_cast<std::size_t>(-1);
  /// One answered request: counts it by route and status, and its time by route.
  void answered(std::size_t route, int status, double seconds);

  /// The counter of this name and these labels, made when new; lives as long as this object.
  Counter& counter(std::string const& name, std::string const& help, Labels const& labels = {});
  /// Called for every text(), to say how things stand.
  void on_scrape(std::function<void(std::vector<Sample>&)> collect);

  /// Everything, and what the caller found besides.
  std::string text(std::vector<Sample> more = {}) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dunlin::metrics
