// Every answer about filters fits the contract's schema for it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "support/answers.hpp"

namespace dunlin::test {
namespace {

struct FilterAnswers : AnswersTest {
  FilterAnswers() {
    auto const status = ask("POST", "/api/v1/statuses", bob, R"({"status": "A kraken"})").value("id", "");
    filter = ask("POST", "/api/v2/filters", alice, draft);
    id_of_filter = filter.value("id", "");
    by_status = R"({"status_id": ")" + status + R"("})";
  }
  static constexpr char const* draft =
      R"({"title": "Sea", "context": ["home"], "keywords_attributes": [{"keyword": "kraken"}]})";
  Login alice = app.local("alice"), bob = app.local("bob");
  json filter;
  std::string id_of_filter, by_status;
};

TEST_F(FilterAnswers, OfFiltersFit) {
  expect_fits("Filter", "POST", "/api/v2/filters", alice, draft);
  expect_fits("Array<Filter>", "GET", "/api/v2/filters", alice);
  expect_fits("Filter", "GET", "/api/v2/filters/" + id_of_filter, alice);
  expect_fits("Filter", "PUT", "/api/v2/filters/" + id_of_filter, alice, R"({"title": "Seas"})");
  expect_fits("Filter", "PATCH", "/api/v2/filters/" + id_of_filter, alice, R"({"expires_in": 60})");
  expect_fits("Array<Status>", "GET", "/api/v1/timelines/public", alice);
  expect_fits("Empty", "DELETE", "/api/v2/filters/" + id_of_filter, alice);
}

TEST_F(FilterAnswers, OfTheirPartsFit) {
  auto const keyword = filter["keywords"][0].value("id", "");
  expect_fits("FilterKeyword", "POST", "/api/v2/filters/" + id_of_filter + "/keywords", alice, R"({"keyword": "x"})");
  expect_fits("Array<FilterKeyword>", "GET", "/api/v2/filters/" + id_of_filter + "/keywords", alice);
  expect_fits("FilterKeyword", "GET", "/api/v2/filters/keywords/" + keyword, alice);
  expect_fits("FilterKeyword", "PUT", "/api/v2/filters/keywords/" + keyword, alice, R"({"keyword": "whale"})");
  expect_fits("FilterKeyword", "PATCH", "/api/v2/filters/keywords/" + keyword, alice, R"({"whole_word": false})");
  expect_fits("Empty", "DELETE", "/api/v2/filters/keywords/" + keyword, alice);
  auto const named = ask("POST", "/api/v2/filters/" + id_of_filter + "/statuses", alice, by_status);
  EXPECT_EQ(schema_problems("FilterStatus", named), std::vector<std::string>{});
  expect_fits("Array<FilterStatus>", "GET", "/api/v2/filters/" + id_of_filter + "/statuses", alice);
  expect_fits("Array<Status>", "GET", "/api/v1/timelines/public", alice);
  auto const status = named.value("id", "");
  expect_fits("FilterStatus", "GET", "/api/v2/filters/statuses/" + status, alice);
  expect_fits("Empty", "DELETE", "/api/v2/filters/statuses/" + status, alice);
  expect_fits("FilterStatus", "POST", "/api/v2/filters/" + id_of_filter + "/statuses", alice, by_status);
}

TEST_F(FilterAnswers, OfTheFirstApiFit) {
  auto const one = filter["keywords"][0].value("id", "");
  auto const body = R"({"phrase": "whale", "context": ["home"]})";
  expect_fits("V1Filter", "POST", "/api/v1/filters", alice, body);
  expect_fits("Array<V1Filter>", "GET", "/api/v1/filters", alice);
  expect_fits("V1Filter", "GET", "/api/v1/filters/" + one, alice);
  expect_fits("V1Filter", "PUT", "/api/v1/filters/" + one, alice, body);
  expect_fits("V1Filter", "PATCH", "/api/v1/filters/" + one, alice, R"({"irreversible": true})");
  expect_fits("Empty", "DELETE", "/api/v1/filters/" + one, alice);
}

}  // namespace
}  // namespace dunlin::test
