// Every answer about notifications fits the contract's schema for it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "dunlin/actions/notify.hpp"
#include "dunlin/platform/db/database.hpp"
#include "support/answers.hpp"

namespace dunlin::test {
namespace {

struct NotificationAnswers : AnswersTest {
  NotificationAnswers() {
    status = ask("POST", "/api/v1/statuses", alice, R"({"status": "Hello"})").value("id", "");
    ask("POST", "/api/v1/accounts/" + id(alice) + "/follow", bob);
    ask("POST", "/api/v1/statuses/" + status + "/favourite", bob);
    ask("POST", "/api/v1/statuses/" + status + "/reblog", bob);
    ask("POST", "/api/v1/statuses", bob, R"({"status": "Hi @alice"})");
    auto const far = app.remote("far", "far.test");
    ask("POST", "/api/v1/accounts/" + to_string(far.id) + "/follow", alice);
    app.db().transact_blocking([&](db::Tx& tx) {
      tx.execute(granted_sql, alice.account.id);
      actions::notify(app.app(), tx, alice.account.id, "annual_report", alice.account.id, {}, 2025);
    });
    ask("POST", "/api/v1/domain_blocks", alice, R"({"domain": "far.test"})");
    app.run_jobs();
  }
  static constexpr db::Statement granted_sql{
      "test.granted",
      "insert into follows (id, follower_id, target_id, created_at) "
      "select id, follower_id, target_id, created_at from follow_requests where follower_id = $1"};

  static constexpr db::Statement promoted_sql{"test.promoted", "update users set role_id = 1 where account_id = $1"};

  /// What bob writes now is kept back.
  std::string request() {
    ask("PUT", "/api/v2/notifications/policy", alice, R"({"for_not_following": "filter"})");
    ask("POST", "/api/v1/statuses", bob, R"({"status": "Hi again @alice"})");
    app.run_jobs();
    return ask("GET", "/api/v1/notifications/requests", alice)[0].value("id", "");
  }
  std::string group_key(std::string const& type) {
    auto const list = ask("GET", "/api/v2/notifications?types[]=" + type, alice);
    return list["notification_groups"][0].value("group_key", "");
  }
  Login alice = app.local("alice"), bob = app.local("bob");
  std::string status;
};

TEST_F(NotificationAnswers, OneByOneFit) {
  expect_fits("Array<Notification>", "GET", "/api/v1/notifications", alice);
  expect_fits("Array<Notification>", "GET", "/api/v1/notifications?types[]=severed_relationships", alice);
  auto const list = ask("GET", "/api/v1/notifications", alice);
  auto const first = list[0].value("id", ""), second = list[1].value("id", "");
  expect_fits("Notification", "GET", "/api/v1/notifications/" + first, alice);
  expect_fits("UnreadCount", "GET", "/api/v1/notifications/unread_count", alice);
  expect_fits("Empty", "POST", "/api/v1/notifications/" + first + "/dismiss", alice);
  expect_fits("Empty", "POST", "/api/v1/notifications/dismiss", alice, R"({"id": ")" + second + R"("})");
  expect_fits("Empty", "DELETE", "/api/v1/notifications/" + list[2].value("id", ""), alice);
  expect_fits("Empty", "DELETE", "/api/v1/notifications/destroy_multiple?ids[]=1", alice);
  expect_fits("Empty", "POST", "/api/v1/notifications/clear", alice);
}

TEST_F(NotificationAnswers, InGroupsFit) {
  expect_fits("GroupedNotificationsResults", "GET", "/api/v2/notifications", alice);
  expect_fits("GroupedNotificationsResults", "GET", "/api/v2/notifications?expand_accounts=partial_avatars", alice);
  auto const key = group_key("favourite");
  expect_fits("GroupedNotificationsResults", "GET", "/api/v2/notifications/" + key, alice);
  expect_fits("Array<Account>", "GET", "/api/v2/notifications/" + key + "/accounts", alice);
  expect_fits("UnreadCount", "GET", "/api/v2/notifications/unread_count", alice);
  expect_fits("Empty", "POST", "/api/v2/notifications/" + key + "/dismiss", alice);
  auto const other = group_key("reblog");
  expect_fits("GroupedNotificationsResults", "GET", "/api/v2_alpha/notifications", alice);
  expect_fits("GroupedNotificationsResults", "GET", "/api/v2_alpha/notifications/" + other, alice);
  expect_fits("UnreadCount", "GET", "/api/v2_alpha/notifications/unread_count", alice);
  expect_fits("Empty", "POST", "/api/v2_alpha/notifications/" + other + "/dismiss", alice);
  expect_fits("Empty", "POST", "/api/v2/notifications/clear", alice);
}

TEST_F(NotificationAnswers, HaveWhatTheirTypeIsAbout) {
  auto const groups = ask("GET", "/api/v2/notifications", alice)["notification_groups"];
  json severed, report;
  for (auto const& group : groups) {
    if (group["type"] == "severed_relationships") severed = group;
    if (group["type"] == "annual_report") report = group;
  }
  EXPECT_EQ(severed["event"]["type"], "user_domain_block");
  EXPECT_EQ(severed["event"]["target_name"], "far.test");
  EXPECT_EQ(severed["event"]["following_count"], 1);
  EXPECT_EQ(report["annual_report"]["year"], "2025");
}

TEST_F(NotificationAnswers, ToModeratorsHaveTheReport) {
  auto const mod = app.local("mod");
  app.db().transact_blocking([&](db::Tx& tx) { tx.execute(promoted_sql, mod.account.id); });
  ask("POST", "/api/v1/reports", bob, R"({"account_id": ")" + id(alice) + R"(", "comment": "rude"})");
  expect_fits("Array<Notification>", "GET", "/api/v1/notifications?types[]=admin.report", mod);
  expect_fits("GroupedNotificationsResults", "GET", "/api/v2/notifications?types[]=admin.report", mod);
  auto const told = ask("GET", "/api/v1/notifications", mod);
  EXPECT_EQ(told[0]["account"]["acct"], "bob");
  EXPECT_EQ(told[0]["report"]["target_account"]["acct"], "alice");
  EXPECT_EQ(ask("GET", "/api/v1/notifications?types[]=admin.report", alice), json::array());
}

TEST_F(NotificationAnswers, OfThePolicyFit) {
  expect_fits("NotificationPolicy", "GET", "/api/v2/notifications/policy", alice);
  expect_fits("NotificationPolicy", "PUT", "/api/v2/notifications/policy", alice, R"({"for_bots": "drop"})");
  expect_fits("NotificationPolicy", "PATCH", "/api/v2/notifications/policy", alice, R"({"for_bots": "accept"})");
  expect_fits("V1NotificationPolicy", "GET", "/api/v1/notifications/policy", alice);
  expect_fits("V1NotificationPolicy", "PUT", "/api/v1/notifications/policy", alice, R"({"filter_bots": true})");
  expect_fits("V1NotificationPolicy", "PATCH", "/api/v1/notifications/policy", alice, R"({"filter_bots": false})");
}

TEST_F(NotificationAnswers, OfRequestsFit) {
  auto const one = request();
  expect_fits("Array<NotificationRequest>", "GET", "/api/v1/notifications/requests", alice);
  expect_fits("NotificationRequest", "GET", "/api/v1/notifications/requests/" + one, alice);
  expect_fits("NotificationRequestsMerged", "GET", "/api/v1/notifications/requests/merged", alice);
  expect_fits("Array<Notification>", "GET", "/api/v1/notifications?include_filtered=true", alice);
  expect_fits("Empty", "POST", "/api/v1/notifications/requests/" + one + "/dismiss", alice);
  auto const two = R"({"id": [")" + request() + R"("]})";
  expect_fits("Empty", "POST", "/api/v1/notifications/requests/dismiss", alice, two);
  expect_fits("Empty", "POST", "/api/v1/notifications/requests/" + request() + "/accept", alice);
  expect_fits("Empty", "POST", "/api/v1/notifications/requests/accept", alice, two);
}

}  // namespace
}  // namespace dunlin::test
