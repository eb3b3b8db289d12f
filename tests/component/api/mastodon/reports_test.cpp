#include "dunlin/store/reports.hpp"

#include "dunlin/store/house.hpp"
#include "support/posting_test.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

struct Reports : test::PostingTest {
  access::Reply send(test::Login const& who, json draft) {
    return app.post("/api/v1/reports", who.token, draft.dump());
  }
  std::string rule(std::string const& text) {
    std::int64_t id = 0;
    app.db().transact_blocking([&](db::Tx& tx) { id = store::house::add_rule(tx, text, "", app.clock().now()); });
    return std::to_string(id);
  }
  json report(test::Login const& who, Account const& target, json more = json::object()) {
    more["account_id"] = to_string(target.id);
    return of_type("Report", send(who, std::move(more)));
  }
};

TEST_F(Reports, AreWrittenDown) {
  auto const status = post(bob, "rude");
  auto const made =
      report(ann, bob.account, {{"status_ids", {status["id"]}}, {"comment", "rude"}, {"category", "spam"}});
  EXPECT_EQ(made["category"], "spam");
  EXPECT_EQ(made["comment"], "rude");
  EXPECT_EQ(made["forwarded"], false);
  EXPECT_EQ(made["action_taken"], false);
  EXPECT_EQ(made["status_ids"], json::array({status["id"]}));
  EXPECT_EQ(made["rule_ids"], nullptr);
  EXPECT_EQ(made["target_account"]["id"], to_string(bob.account.id));
  auto const stored = app.db().read_blocking(
      [&](db::Tx& tx) { return store::reports::find(tx, *parse_id<ReportId>(made["id"].get<std::string>())); });
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->account, ann.account.id);
}

TEST_F(Reports, OfABrokenRuleAreViolations) {
  auto const be_kind = rule("Be kind"), no_noise = rule("No noise");
  auto const made = report(ann, bob.account, {{"rule_ids", {be_kind, no_noise}}});
  EXPECT_EQ(made["category"], "violation");
  EXPECT_EQ(made["rule_ids"], json::array({be_kind, no_noise}));
  EXPECT_EQ(report(ann, bob.account, {{"rule_ids", {be_kind}}, {"category", "other"}})["rule_ids"], nullptr);
}

TEST_F(Reports, OfARuleThatWasNeverHereAreRefused) {
  auto const be_kind = rule("Be kind");
  for (auto const* unknown : {"77", "kindness"})
    error(send(ann, {{"account_id", to_string(bob.account.id)}, {"rule_ids", {be_kind, unknown}}}), 422);
  app.db().transact_blocking(
      [&](db::Tx& tx) { store::house::remove_rule(tx, std::stoll(be_kind), app.clock().now()); });
  EXPECT_EQ(report(ann, bob.account, {{"rule_ids", {be_kind}}})["rule_ids"], json::array({be_kind}))
      << "it was shown while the report was written";
  EXPECT_EQ(report(ann, bob.account, {{"rule_ids", {"77"}}, {"category", "spam"}})["category"], "spam");
}

TEST_F(Reports, NameOnlyPostsOfTheTargetThatTheReporterMaySee) {
  auto const open = post(bob, "open"), named = post(bob, json{{"status", "@ann only you"}, {"visibility", "direct"}});
  auto const hidden = post(bob, json{{"status", "followers"}, {"visibility", "private"}}), mine = post(ann, "mine");
  auto const ids = json::array({open["id"], named["id"], hidden["id"], mine["id"], "77"});
  EXPECT_EQ(report(ann, bob.account, {{"status_ids", ids}})["status_ids"], json::array({open["id"], named["id"]}));
  block(bob.account, ann.account);
  EXPECT_EQ(report(ann, bob.account, {{"status_ids", ids}})["status_ids"], json::array({open["id"], named["id"]}))
      << "a block does not silence who was insulted";
}

TEST_F(Reports, AreForwardedOnlyToOtherServers) {
  auto const far = app.remote("far", "far.example");
  EXPECT_EQ(report(ann, far, {{"forward", true}})["forwarded"], true);
  EXPECT_EQ(report(ann, far)["forwarded"], false);
  EXPECT_EQ(report(ann, bob.account, {{"forward", true}})["forwarded"], false);
}

TEST_F(Reports, ThatCannotBeAreRefused) {
  auto const bobs = to_string(bob.account.id);
  error(send(ann, json::object()), 400);
  EXPECT_EQ(error(send(ann, {{"account_id", "999"}}), 404), "Record not found");
  error(send(ann, {{"account_id", "nobody"}}), 404);
  error(send(ann, {{"account_id", bobs}, {"comment", std::string(1001, 'x')}}), 422);
  error(send(ann, {{"account_id", bobs}, {"category", "annoying"}}), 422);
  error(app.post("/api/v1/reports", app.token(ann, "read"), "{}"), 403);
  error(app.post("/api/v1/reports", "", "{}"), 401);
}

}  // namespace
}  // namespace dunlin
