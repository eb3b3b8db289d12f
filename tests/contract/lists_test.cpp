// Every answer about lists, hashtags and markers fits the contract's schema for it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "support/answers.hpp"

namespace dunlin::test {
namespace {

struct ReadingAnswers : AnswersTest {
  ReadingAnswers() { ask("POST", "/api/v1/accounts/" + id(bob) + "/follow", alice); }
  Login alice = app.local("alice"), bob = app.local("bob");
};

TEST_F(ReadingAnswers, OfListsFit) {
  auto const list = ask("POST", "/api/v1/lists", alice, R"({"title": "Friends"})").value("id", "");
  auto const members = R"({"account_ids": [")" + id(bob) + R"("]})";
  ask("POST", "/api/v1/statuses", bob, R"({"status": "Hello"})");
  expect_fits("List", "POST", "/api/v1/lists", alice, R"({"title": "Others"})");
  expect_fits("Array<List>", "GET", "/api/v1/lists", alice);
  expect_fits("List", "GET", "/api/v1/lists/" + list, alice);
  expect_fits("List", "PUT", "/api/v1/lists/" + list, alice, R"({"title": "Colleagues"})");
  expect_fits("List", "PATCH", "/api/v1/lists/" + list, alice, R"({"exclusive": true})");
  expect_fits("Empty", "POST", "/api/v1/lists/" + list + "/accounts", alice, members);
  expect_fits("Array<Account>", "GET", "/api/v1/lists/" + list + "/accounts", alice);
  expect_fits("Array<List>", "GET", "/api/v1/accounts/" + id(bob) + "/lists", alice);
  expect_fits("Array<Status>", "GET", "/api/v1/timelines/list/" + list, alice);
  expect_fits("Empty", "DELETE", "/api/v1/lists/" + list + "/accounts?account_ids[]=" + id(bob), alice);
  expect_fits("Empty", "DELETE", "/api/v1/lists/" + list, alice);
}

TEST_F(ReadingAnswers, OfHashtagsFit) {
  expect_fits("Tag", "POST", "/api/v1/tags/birds/follow", alice);
  expect_fits("Tag", "GET", "/api/v1/tags/birds", alice);
  expect_fits("Array<Tag>", "GET", "/api/v1/followed_tags", alice);
  expect_fits("Tag", "POST", "/api/v1/tags/birds/unfollow", alice);
}

TEST_F(ReadingAnswers, OfMarkersFit) {
  expect_fits("Markers", "POST", "/api/v1/markers", alice, R"({"home": {"last_read_id": "1"}})");
  expect_fits("Markers", "GET", "/api/v1/markers?timeline[]=home", alice);
}

}  // namespace
}  // namespace dunlin::test
