// What those who look after this server ask for: reports, and decisions about whole servers.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "dunlin/store/relations.hpp"
#include "support/answers.hpp"

namespace dunlin::test {
namespace {

using nlohmann::json;

class AdminAnswers : public AnswersTest {
 protected:
  AdminAnswers() {
    app.db().transact_blocking([&](db::Tx& tx) { tx.execute(owner_sql, boss.account.id); });
    boss.token = app.token(boss, "admin:read admin:write read write");
  }
  /// Bob reports a post of ann's; the report's id.
  std::string complain(std::string const& more = {}) {
    auto const post = ask("POST", "/api/v1/statuses", ann, R"({"status": "rude"})")["id"].get<std::string>();
    auto const body =
        R"({"account_id": ")" + id(ann) + R"(", "comment": "look", "status_ids": [")" + post + R"("])" + more + "}";
    return ask("POST", "/api/v1/reports", bob, body)["id"];
  }
  json reports(std::string const& query = {}) { return ask("GET", "/api/v1/admin/reports" + query, boss); }
  void follow(AccountId follower, AccountId target) {
    app.db().transact_blocking([&](db::Tx& tx) {
      auto const now = app.clock().now();
      store::relations::insert_follow(
          tx, {.id = tx.next_id<FollowId>(now), .follower = follower, .target = target, .created_at = now});
    });
  }
  json block(std::string const& body) { return expect_fits("AdminDomainBlock", "POST", blocks, boss, body); }
  json relationship(AccountId to) {
    return ask("GET", "/api/v1/accounts/relationships?with_suspended=true&id[]=" + to_string(to), ann)[0];
  }
  int shown(AccountId whom) { return app.get("/api/v1/accounts/" + to_string(whom) + "/statuses", ann.token).status; }
  bool limited(AccountId whom) {
    return ask("GET", "/api/v1/accounts/" + to_string(whom), ann).value("limited", false);
  }
  bool suspended(AccountId whom) {
    return ask("GET", "/api/v1/accounts/" + to_string(whom), ann).value("suspended", false);
  }

  static constexpr char const* blocks = "/api/v1/admin/domain_blocks";
  static constexpr db::Statement owner_sql{
      "test.owner", "update users set role_id = (select id from roles where name = 'Owner') where account_id = $1"};
  Login boss = app.local("boss"), ann = app.local("ann"), bob = app.local("bob");
};

TEST_F(AdminAnswers, OfReportsFit) {
  auto const at = "/api/v1/admin/reports/" + complain();
  expect_fits("Array<AdminReport>", "GET", "/api/v1/admin/reports", boss);
  auto const shown = expect_fits("AdminReport", "GET", at, boss);
  EXPECT_EQ(shown["account"]["username"], "bob");
  EXPECT_TRUE(shown["target_account"]["email"].is_string());
  EXPECT_EQ(shown["target_account"]["role"]["permissions"].is_string(), true);
  EXPECT_EQ(shown["statuses"].size(), 1U);
  for (auto const* method : {"PUT", "PATCH"})
    EXPECT_EQ(expect_fits("AdminReport", method, at, boss, R"({"category": "spam"})")["category"], "spam");
  EXPECT_EQ(app.put(at, boss.token, R"({"category": "dislike"})").status, 422);
  EXPECT_EQ(app.put(at, boss.token, R"({"category": "violation", "rule_ids": [99]})").status, 422);
  EXPECT_EQ(expect_fits("AdminReport", "POST", at + "/assign_to_self", boss)["assigned_account"]["username"], "boss");
  EXPECT_EQ(expect_fits("AdminReport", "POST", at + "/unassign", boss)["assigned_account"], nullptr);
  auto const settled = expect_fits("AdminReport", "POST", at + "/resolve", boss);
  EXPECT_EQ(settled["action_taken"], true);
  EXPECT_EQ(settled["action_taken_by_account"]["username"], "boss");
  EXPECT_EQ(expect_fits("AdminReport", "POST", at + "/reopen", boss)["action_taken"], false);
}

TEST_F(AdminAnswers, OfReportsAreThoseThatWereAskedFor) {
  auto const first = complain(), second = complain();
  EXPECT_EQ(reports().size(), 2U);
  EXPECT_EQ(reports()[0]["id"], second) << "newest first";
  ask("POST", "/api/v1/admin/reports/" + first + "/resolve", boss);
  EXPECT_EQ(reports()[0]["id"], second);
  EXPECT_EQ(reports().size(), 1U);
  EXPECT_EQ(reports("?resolved=true")[0]["id"], first);
  EXPECT_EQ(reports("?account_id=" + id(bob)).size(), 1U);
  EXPECT_EQ(reports("?account_id=" + id(ann)).size(), 0U);
  EXPECT_EQ(reports("?target_account_id=" + id(ann)).size(), 1U);
  EXPECT_EQ(reports("?target_account_id=nobody").size(), 0U);
}

TEST_F(AdminAnswers, OfReportsCostTheSameForManyAsForOne) {
  auto const statements = [&] {
    reports();
    auto const before = app.statements();
    reports();
    return app.statements() - before;
  };
  complain();
  auto const one = statements();
  for (int i = 0; i < 7; ++i) complain();
  EXPECT_EQ(statements(), one);
}

TEST_F(AdminAnswers, AreForThoseWhoseRoleSaysSo) {
  auto const at = "/api/v1/admin/reports/" + complain();
  auto const nosy = app.token(ann, "admin:read admin:write");
  EXPECT_EQ(app.get("/api/v1/admin/reports", nosy).status, 403);
  EXPECT_EQ(app.get(at, nosy).status, 403);
  EXPECT_EQ(app.post(at + "/resolve", nosy).status, 403);
  EXPECT_EQ(app.post(blocks, nosy, R"({"domain": "bad.test"})").status, 403);
  EXPECT_EQ(app.get("/api/v1/admin/reports", app.token(boss, "read write")).status, 403) << "without the scope";
  EXPECT_EQ(app.get("/api/v1/admin/reports").status, 401);
}

TEST_F(AdminAnswers, OfDomainBlocksFit) {
  auto const made = block(R"({"domain": "Bad.test", "severity": "suspend", "public_comment": "spam"})");
  EXPECT_EQ(made["domain"], "bad.test");
  auto const at = std::string(blocks) + "/" + made["id"].get<std::string>();
  expect_fits("Array<AdminDomainBlock>", "GET", blocks, boss);
  expect_fits("AdminDomainBlock", "GET", at, boss);
  for (auto const* method : {"PUT", "PATCH"}) {
    auto const changed =
        expect_fits("AdminDomainBlock", method, at, boss, R"({"severity": "silence", "reject_media": true})");
    EXPECT_EQ(changed["severity"], "silence");
    EXPECT_EQ(changed["public_comment"], "spam") << "what is left out stays";
  }
  auto const again = app.post(blocks, boss.token, R"({"domain": "bad.test"})");
  EXPECT_EQ(again.status, 422);
  EXPECT_TRUE(schema_problems("AdminDomainBlockExistsError", json::parse(again.body)).empty()) << again.body;
  EXPECT_EQ(app.post(blocks, boss.token, R"({"domain": "not a name"})").status, 422);
  EXPECT_EQ(app.post(blocks, boss.token, R"({"domain": "dunlin.test"})").status, 422);
  EXPECT_EQ(app.post(blocks, boss.token, R"({"domain": "x.test", "severity": "nuke"})").status, 422);
  expect_fits("Empty", "DELETE", at, boss);
  EXPECT_EQ(app.get(at, boss.token).status, 404);
  EXPECT_EQ(app.del(at, boss.token).status, 404);
}

TEST_F(AdminAnswers, ASuspendedServerIsGoneUntilTheBlockIs) {
  auto const bad = app.remote("mal", "bad.test"), sub = app.remote("sub", "deep.bad.test:8443"),
             good = app.remote("good", "notbad.test");
  follow(ann.account.id, bad.id);
  follow(sub.id, ann.account.id);
  follow(ann.account.id, good.id);
  auto const made = block(R"({"domain": "bad.test", "severity": "suspend"})");
  app.run_jobs();
  EXPECT_TRUE(suspended(bad.id));
  EXPECT_TRUE(suspended(sub.id)) << "a server below it, on a port of its own";
  EXPECT_FALSE(suspended(good.id));
  EXPECT_FALSE(relationship(bad.id)["following"]);
  EXPECT_FALSE(relationship(sub.id)["followed_by"]);
  EXPECT_TRUE(relationship(good.id)["following"]);
  auto const told = ask("GET", "/api/v1/notifications?types[]=severed_relationships", ann);
  EXPECT_EQ(told.size(), 2U) << "for each server";

  ask("DELETE", std::string(blocks) + "/" + made["id"].get<std::string>(), boss);
  app.run_jobs();
  EXPECT_FALSE(suspended(bad.id));
  EXPECT_FALSE(suspended(sub.id));
  EXPECT_FALSE(relationship(bad.id)["following"]) << "follows do not come back";
}

TEST_F(AdminAnswers, ASilencedServerIsLimitedAndWhatAnotherDecisionMadeStays) {
  auto const bad = app.remote("mal", "bad.test");
  auto const by_hand = app.remote("worse", "bad.test", [&](Account& a) { a.suspended_at = app.clock().now(); });
  app.clock().advance(std::chrono::hours(1));
  follow(ann.account.id, bad.id);
  auto const made = block(R"({"domain": "bad.test"})");
  app.run_jobs();
  EXPECT_TRUE(limited(bad.id));
  EXPECT_TRUE(relationship(bad.id)["following"]);

  auto const at = std::string(blocks) + "/" + made["id"].get<std::string>();
  ask("PATCH", at, boss, R"({"severity": "suspend"})");
  app.run_jobs();
  EXPECT_FALSE(limited(bad.id));
  EXPECT_TRUE(suspended(bad.id));
  ask("PATCH", at, boss, R"({"severity": "noop"})");
  app.run_jobs();
  EXPECT_FALSE(suspended(bad.id));
  EXPECT_TRUE(suspended(by_hand.id));
}

}  // namespace
}  // namespace dunlin::test
