#include "support/posting_test.hpp"

namespace dunlin {
namespace {

using nlohmann::json;

struct ReplyPolicies : test::PostingTest {
  test::Login eve = app.local("eve");

  json ask(json const& groups, std::string const& text = "hello") {
    return post(ann, json{{"status", text}, {"interaction_policy", {{"can_reply", {{"automatic_approval", groups}}}}}});
  }
  int answer(test::Login const& who, json const& status) {
    return app.post("/api/v1/statuses", who.token, json{{"status", "hi"}, {"in_reply_to_id", status["id"]}}.dump())
        .status;
  }
};

TEST_F(ReplyPolicies, EverybodyMayAnswerWhenNothingIsSaid) {
  auto const status = post(ann, "hello");
  EXPECT_EQ(status["interaction_policy"]["can_reply"]["always"], json::array({"public"}));
  EXPECT_EQ(answer(eve, status), 200);
}

TEST_F(ReplyPolicies, FollowersMayAnswerWhereTheyAreNamed) {
  follow(bob.account, ann.account);
  auto const status = ask({"followers"});
  EXPECT_EQ(status["interaction_policy"]["can_reply"]["automatic_approval"],
            json::array({"author", "mentioned", "followers"}));
  EXPECT_EQ(show(eve.token, status)["interaction_policy"], status["interaction_policy"]);
  EXPECT_EQ(answer(bob, status), 200);
  EXPECT_EQ(answer(ann, status), 200);
  auto const refused =
      app.post("/api/v1/statuses", eve.token, json{{"status", "hi"}, {"in_reply_to_id", status["id"]}}.dump());
  EXPECT_EQ(error(refused, 403), "The author of this post does not accept your reply");
}

TEST_F(ReplyPolicies, WhomTheAuthorFollowsMayAnswerWhereTheyAreNamed) {
  follow(ann.account, bob.account);
  auto const status = ask({"following"});
  EXPECT_EQ(answer(bob, status), 200);
  EXPECT_EQ(answer(eve, status), 403);
  auto const mutuals = ask({"mutuals"});
  EXPECT_EQ(answer(bob, mutuals), 403);
  follow(bob.account, ann.account);
  EXPECT_EQ(answer(bob, mutuals), 200);
}

TEST_F(ReplyPolicies, WhoIsMentionedMayAlwaysAnswer) {
  auto const status = ask(json::array(), "hello @bob");
  EXPECT_EQ(answer(bob, status), 200);
  EXPECT_EQ(answer(eve, status), 403);
}

TEST_F(ReplyPolicies, AnEditKeepsIt) {
  auto const status = ask({"followers"});
  app.put(path(status), ann.token, R"({"status": "changed"})");
  EXPECT_EQ(answer(eve, status), 403);
}

TEST_F(ReplyPolicies, WordsNobodyKnowsAreRefused) {
  auto const reply = app.post("/api/v1/statuses", ann.token,
                              R"({"status": "x", "interaction_policy": {"can_reply": {"always": ["friends"]}}})");
  error(reply, 422);
}

TEST_F(ReplyPolicies, AnswersToWhatIsLocalOnlyAreLocalOnly) {
  auto const status = post(ann, json{{"status", "between us"}, {"local_only", true}});
  auto const reply = post(bob, json{{"status", "yes"}, {"in_reply_to_id", status["id"]}});
  EXPECT_EQ(reply["local_only"], true);
  EXPECT_EQ(app.get(path(reply)).status, 404);
}

}  // namespace
}  // namespace dunlin
