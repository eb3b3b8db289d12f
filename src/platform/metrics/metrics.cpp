#include "dunlin/platform/metrics/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <map>
#include <mutex>

namespace dunlin::metrics {
namespace {

// From a cached answer to one that waited for another server, in seconds.
prometheus::Histogram::BucketBoundaries const& buckets() {
  static prometheus::Histogram::BucketBoundaries const bounds{0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                              0.05,    0.1,    0.25,  1,      5,     30};
  return bounds;
}

class CounterHere final : public Counter {
 public:
  explicit CounterHere(prometheus::Counter& counter) : counter_(counter) {}
  void add(double by) override { counter_.Increment(by); }

 private:
  prometheus::Counter& counter_;
};

std::map<std::string, std::string> map_of(Labels const& labels) {
  return {labels.begin(), labels.end()};
}

/// One family per name, in the order of first appearance: the text form wants a family in one piece.
std::vector<prometheus::MetricFamily> families_of(std::vector<Sample> const& samples) {
  std::vector<prometheus::MetricFamily> families;
  for (auto const& sample : samples) {
    auto at = std::ranges::find(families, sample.name, &prometheus::MetricFamily::name);
    if (at == families.end())
      at = families.insert(at, {sample.name,
                                sample.help,
                                sample.only_grows ? prometheus::MetricType::Counter : prometheus::MetricType::Gauge,
                                {}});
    prometheus::ClientMetric metric;
    for (auto const& [name, value] : sample.labels) metric.label.push_back({name, value});
    metric.counter.value = metric.gauge.value = sample.value;
    at->metric.push_back(std::move(metric));
  }
  return families;
}

}  // namespace

struct Metrics::State {
  struct Route {
    std::map<std::string, std::string> labels;
    prometheus::Histogram* time = nullptr;                        // made with the first answer: most routes
    std::vector<std::pair<int, prometheus::Counter*>> by_status;  // are rarely asked
  };

  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter().Name("dunlin_http_requests_total").Help("Answered requests").Register(registry);
  prometheus::Family<prometheus::Histogram>& times = prometheus::BuildHistogram()
                                                         .Name("dunlin_http_request_duration_seconds")
                                                         .Help("Time from request to answer")
                                                         .Register(registry);
  mutable std::mutex mutex;
  std::vector<Route> routes;
  Route unknown{{{"method", ""}, {"route", ""}}, nullptr, {}};
  std::map<std::pair<std::string, Labels>, std::unique_ptr<CounterHere>> counters;
  std::vector<std::function<void(std::vector<Sample>&)>> collectors;

  prometheus::Counter& counter_of(Route& route, int status) {
    for (auto const& [known, counter] : route.by_status)
      if (known == status) return *counter;
    auto labels = route.labels;
    labels["status"] = std::to_string(status);
    route.by_status.emplace_back(status, &requests.Add(labels));
    return *route.by_status.back().second;
  }
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

void Metrics::add_route(std::string_view method, std::string_view path) {
  std::scoped_lock const lock(state_->mutex);
  state_->routes.push_back({{{"method", std::string(method)}, {"route", std::string(path)}}, nullptr, {}});
}

void Metrics::answered(std::size_t route, int status, double seconds) {
  std::scoped_lock const lock(state_->mutex);
  auto& row = route < state_->routes.size() ? state_->routes[route] : state_->unknown;
  state_->counter_of(row, status).Increment();
  if (!row.time) row.time = &state_->times.Add(row.labels, buckets());
  row.time->Observe(seconds);
}

Counter& Metrics::counter(std::string const& name, std::string const& help, Labels const& labels) {
  std::scoped_lock const lock(state_->mutex);
  auto& known = state_->counters[{name, labels}];
  if (!known) {
    auto& family = prometheus::BuildCounter().Name(name).Help(help).Register(state_->registry);
    known = std::make_unique<CounterHere>(family.Add(map_of(labels)));
  }
  return *known;
}

void Metrics::on_scrape(std::function<void(std::vector<Sample>&)> collect) {
  std::scoped_lock const lock(state_->mutex);
  state_->collectors.push_back(std::move(collect));
}

std::string Metrics::text(std::vector<Sample> more) const {
  std::vector<std::function<void(std::vector<Sample>&)>> collectors;
  {
    std::scoped_lock const lock(state_->mutex);
    collectors = state_->collectors;
  }
  std::vector<Sample> samples;
  for (auto const& collect : collectors) collect(samples);
  std::ranges::move(more, std::back_inserter(samples));
  auto families = state_->registry.Collect();
  std::ranges::move(families_of(samples), std::back_inserter(families));
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace dunlin::metrics
