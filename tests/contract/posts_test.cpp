// Answers about polls and scheduled statuses fit the contract's schemas.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "dunlin/base/time.hpp"
#include "support/answers.hpp"

namespace dunlin::test {
namespace {

struct PostAnswers : AnswersTest {
  Login alice = app.local("alice"), bob = app.local("bob");
  json const poll{{"options", {"a", "b"}}, {"expires_in", 600}};
};

TEST_F(PostAnswers, OfPollsFit) {
  auto const status = ask("POST", "/api/v1/statuses", alice, json{{"status", "?"}, {"poll", poll}}.dump());
  auto const id = status["poll"]["id"].get<std::string>(), path = "/api/v1/statuses/" + status["id"].get<std::string>();
  expect_fits("Poll", "GET", "/api/v1/polls/" + id, alice);
  expect_fits("Poll", "POST", "/api/v1/polls/" + id + "/votes", bob, R"({"choices": [0]})");
  expect_fits("Status", "GET", path, bob);
  expect_fits("Status", "PATCH", path, alice, json{{"status", "!"}, {"poll", poll}}.dump());
  expect_fits("Status", "PUT", path, alice, R"({"status": "no poll"})");
  expect_fits("Array<StatusEdit>", "GET", path + "/history", bob);
}

TEST_F(PostAnswers, OfScheduledStatusesFit) {
  auto const later = iso8601(app.clock().now() + std::chrono::hours(1));
  json const draft{{"status", "later"}, {"scheduled_at", later}, {"poll", poll}};
  expect_fits("ScheduledStatus", "POST", "/api/v1/statuses", alice, draft.dump());
  auto const list = ask("GET", "/api/v1/scheduled_statuses", alice);
  expect_fits("Array<ScheduledStatus>", "GET", "/api/v1/scheduled_statuses", alice);
  auto const id = list.at(0).value("id", "");
  auto const change = json{{"scheduled_at", iso8601(app.clock().now() + std::chrono::hours(2))}}.dump();
  expect_fits("ScheduledStatus", "GET", "/api/v1/scheduled_statuses/" + id, alice);
  expect_fits("ScheduledStatus", "PUT", "/api/v1/scheduled_statuses/" + id, alice, change);
  expect_fits("ScheduledStatus", "PATCH", "/api/v1/scheduled_statuses/" + id, alice, change);
  expect_fits("Empty", "DELETE", "/api/v1/scheduled_statuses/" + id, alice);
}

}  // namespace
}  // namespace dunlin::test
