#include "dunlin/platform/metrics/metrics.hpp"

#include <gtest/gtest.h>

using namespace dunlin::metrics;

namespace {

testing::AssertionResult has(std::string const& text, std::string const& line) {
  if (text.find(line + "\n") != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "no line \"" << line << "\" in:\n" << text;
}

}  // namespace

TEST(Metrics, CountsAnswersByRouteAndStatus) {
  Metrics metrics;
  metrics.add_route("GET", "/a");
  metrics.add_route("POST", "/b/:id");
  metrics.answered(0, 200, 0.001);
  metrics.answered(0, 200, 0.001);
  metrics.answered(0, 404, 0.001);
  metrics.answered(1, 422, 0.001);
  metrics.answered(Metrics::no_route, 404, 0.001);
  auto const text = metrics.text();
  EXPECT_TRUE(has(text, R"(dunlin_http_requests_total{method="GET",route="/a",status="200"} 2)"));
  EXPECT_TRUE(has(text, R"(dunlin_http_requests_total{method="GET",route="/a",status="404"} 1)"));
  EXPECT_TRUE(has(text, R"(dunlin_http_requests_total{method="POST",route="/b/:id",status="422"} 1)"));
  EXPECT_TRUE(has(text, R"(dunlin_http_requests_total{method="",route="",status="404"} 1)"));
}

TEST(Metrics, SortsTimesIntoBuckets) {
  Metrics metrics;
  metrics.add_route("GET", "/a");
  metrics.answered(0, 200, 0.0003);
  metrics.answered(0, 200, 0.3);
  auto const text = metrics.text();
  EXPECT_TRUE(has(text, R"(dunlin_http_request_duration_seconds_bucket{method="GET",route="/a",le="0.00025"} 0)"));
  EXPECT_TRUE(has(text, R"(dunlin_http_request_duration_seconds_bucket{method="GET",route="/a",le="0.0005"} 1)"));
  EXPECT_TRUE(has(text, R"(dunlin_http_request_duration_seconds_bucket{method="GET",route="/a",le="+Inf"} 2)"));
}

TEST(Metrics, ARouteThatWasNeverAskedIsNotShown) {
  Metrics metrics;
  metrics.add_route("GET", "/silent");
  EXPECT_EQ(metrics.text().find("silent"), std::string::npos);
}

TEST(Metrics, CountersAreFoundAgainByNameAndLabels) {
  Metrics metrics;
  auto& good = metrics.counter("deliveries_total", "Deliveries", {{"outcome", "good"}});
  good.add();
  metrics.counter("deliveries_total", "Deliveries", {{"outcome", "bad"}}).add(3);
  EXPECT_EQ(&metrics.counter("deliveries_total", "Deliveries", {{"outcome", "good"}}), &good);
  auto const text = metrics.text();
  EXPECT_TRUE(has(text, R"(deliveries_total{outcome="good"} 1)"));
  EXPECT_TRUE(has(text, R"(deliveries_total{outcome="bad"} 3)"));
}

TEST(Metrics, SamplesAreTakenAtTheMomentOfAsking) {
  Metrics metrics;
  double waiting = 1;
  metrics.on_scrape([&](std::vector<Sample>& samples) {
    samples.push_back({"waiting", "Who waits", {{"pool", "a"}}, waiting});
    samples.push_back({"done_total", "What is done", {}, 7, true});
    samples.push_back({"waiting", "Who waits", {{"pool", "b"}}, 5});
  });
  EXPECT_TRUE(has(metrics.text(), R"(waiting{pool="a"} 1)"));
  waiting = 2;
  auto const text = metrics.text({{"besides", "From the caller", {}, 9}});
  EXPECT_TRUE(has(text, R"(waiting{pool="a"} 2)"));
  EXPECT_TRUE(has(text, "# TYPE waiting gauge"));
  EXPECT_TRUE(has(text, "# TYPE done_total counter"));
  EXPECT_TRUE(has(text, "besides 9"));
  EXPECT_EQ(text.find("# TYPE waiting gauge"), text.rfind("# TYPE waiting gauge"));
}
