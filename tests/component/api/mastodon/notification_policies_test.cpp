#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "dunlin/actions/notify.hpp"
#include "support/test_app.hpp"

namespace dunlin {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using test::Login;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr db::Statement silence_sql{"test.silence", "update accounts set silenced_at = created_at where id = $1"};
constexpr db::Statement age_sql{"test.age", "update accounts set created_at = $2 where id = $1"};
constexpr db::Statement bot_sql{"test.bot", "update accounts set kind = 1 where id = $1"};

struct NotificationPolicies : test::AppTest {
  NotificationPolicies() {
    for (auto const* who : {&ann, &bob, &cat}) change(*who, age_sql, Timestamp(app.clock().now() - 24h * 365));
  }
  template <class... Args>
  void change(Login const& who, db::Statement const& sql, Args... args) {
    app.db().transact_blocking([&](db::Tx& tx) {
      tx.execute(sql, who.account.id, args...);
      tx.changed("account", who.account.id);
    });
  }
  static json body(access::Reply const& reply) { return json::parse(reply.body); }
  void policy(json const& rules) {
    EXPECT_EQ(app.patch("/api/v2/notifications/policy", ann.token, rules.dump()).status, 200);
  }
  std::string post(Login const& who, json const& draft) {
    auto const reply = app.post("/api/v1/statuses", who.token, draft.dump());
    EXPECT_EQ(reply.status, 200) << reply.body;
    app.run_jobs();
    return body(reply)["id"];
  }
  std::string mention(Login const& who) { return post(who, {{"status", "hi @ann"}}); }
  std::string whisper(Login const& who) { return post(who, {{"status", "hi @ann"}, {"visibility", "direct"}}); }
  void act(Login const& who, std::string const& path) { EXPECT_EQ(app.post(path, who.token).status, 200) << path; }
  void follow(Login const& who, Login const& whom) {
    act(who, "/api/v1/accounts/" + to_string(whom.account.id) + "/follow");
  }
  std::vector<std::string> told(std::string const& query = "?exclude_types[]=follow") {
    std::vector<std::string> found;
    for (auto const& n : body(app.get("/api/v1/notifications" + query, ann.token)))
      found.push_back(n["type"].get<std::string>() + " " + n["account"]["acct"].get<std::string>() +
                      (n.value("filtered", false) ? " filtered" : ""));
    return found;
  }
  json requests() { return body(app.get("/api/v1/notifications/requests", ann.token)); }
  int made = 0;
  Login ann = app.local("ann"), bob = app.local("bob"), cat = app.local("cat");
};

TEST_F(NotificationPolicies, KeepBackPrivateMentionsAndLimitedAccountsAtFirst) {
  auto const policy_now = body(app.get("/api/v2/notifications/policy", ann.token));
  EXPECT_EQ(policy_now["for_not_following"], "accept");
  EXPECT_EQ(policy_now["for_private_mentions"], "filter");
  EXPECT_EQ(policy_now["for_limited_accounts"], "filter");
  EXPECT_EQ(policy_now["for_bots"], "accept");
  whisper(bob);
  mention(bob);
  change(cat, silence_sql);
  mention(cat);
  EXPECT_THAT(told(), ElementsAre("mention bob"));
  EXPECT_THAT(told("?include_filtered=true"),
              ElementsAre("mention cat filtered", "mention bob", "mention bob filtered"));
  auto const summary = body(app.get("/api/v2/notifications/policy", ann.token))["summary"];
  EXPECT_EQ(summary["pending_requests_count"], 2);
  EXPECT_EQ(summary["pending_notifications_count"], 2);
}

TEST_F(NotificationPolicies, LetThroughWhomOneFollowsAndWhoAnswersAPrivateMessage) {
  auto const mine = post(ann, {{"status", "hello @bob"}, {"visibility", "direct"}});
  post(bob, {{"status", "@ann hello yourself"}, {"visibility", "direct"}, {"in_reply_to_id", mine}});
  follow(ann, cat);
  whisper(cat);
  EXPECT_THAT(told(), ElementsAre("mention cat", "mention bob"));
}

TEST_F(NotificationPolicies, KnowNewAccountsNewFollowersAndBots) {
  policy({{"for_new_accounts", "filter"}});
  auto const dan = app.local("dan");
  mention(dan);
  mention(bob);
  EXPECT_THAT(told(), ElementsAre("mention bob"));
  policy({{"for_new_accounts", "accept"}, {"for_not_followers", "filter"}});
  follow(bob, ann);
  mention(bob);
  EXPECT_THAT(told(), ElementsAre("mention bob"));
  app.clock().advance(4 * 24h);
  mention(bob);
  EXPECT_THAT(told(), SizeIs(2));
  policy({{"for_not_followers", "accept"}, {"for_bots", "drop"}});
  change(cat, bot_sql);
  mention(cat);
  EXPECT_THAT(told("?account_id=" + to_string(cat.account.id)), IsEmpty());
}

TEST_F(NotificationPolicies, DropWithoutATrace) {
  policy({{"for_not_following", "drop"}});
  auto const status = post(ann, {{"status", "hello"}});
  act(bob, "/api/v1/statuses/" + status + "/favourite");
  mention(bob);
  follow(bob, ann);
  EXPECT_THAT(told("?include_filtered=true"), IsEmpty());
  EXPECT_THAT(requests(), IsEmpty());
}

TEST_F(NotificationPolicies, TheSternestRuleDecides) {
  policy({{"for_not_following", "filter"}, {"for_bots", "drop"}});
  change(bob, bot_sql);
  mention(bob);
  EXPECT_THAT(told("?include_filtered=true"), IsEmpty());
}

TEST_F(NotificationPolicies, RefuseAHandlingNobodyKnows) {
  auto const path = "/api/v2/notifications/policy";
  EXPECT_EQ(app.put(path, ann.token, R"({"for_bots": "burn"})").status, 422);
  EXPECT_EQ(app.put(path, app.token(ann, "read"), "{}").status, 403);
  EXPECT_EQ(app.get(path).status, 401);
  // Apps send back the whole answer, with what cannot be set.
  EXPECT_EQ(app.put(path, ann.token, app.get(path, ann.token).body).status, 200);
  auto const old = body(app.put("/api/v1/notifications/policy", ann.token, R"({"filter_not_following": true})"));
  EXPECT_EQ(old["filter_not_following"], true);
  EXPECT_EQ(body(app.get(path, ann.token))["for_not_following"], "filter");
}

TEST_F(NotificationPolicies, AreOvercomeByAcceptingARequest) {
  policy({{"for_not_following", "filter"}});
  auto const status = post(ann, {{"status", "hello"}});
  act(bob, "/api/v1/statuses/" + status + "/favourite");
  mention(bob);
  auto const last = mention(bob);
  ASSERT_THAT(requests(), SizeIs(1));
  auto const request = requests()[0];
  EXPECT_EQ(request["account"]["acct"], "bob");
  EXPECT_EQ(request["notifications_count"], "2");  // the favourite is kept back, and no message
  EXPECT_EQ(request["last_status"]["id"], last);
  auto const path = "/api/v1/notifications/requests/" + request["id"].get<std::string>();
  EXPECT_EQ(body(app.get(path, ann.token))["id"], request["id"]);
  EXPECT_EQ(app.get(path, cat.token).status, 404);
  EXPECT_EQ(app.post(path + "/accept", cat.token).status, 404);
  EXPECT_EQ(app.post(path + "/accept", ann.token).body, "{}");
  EXPECT_EQ(app.post(path + "/accept", ann.token).status, 404);
  app.run_jobs();
  EXPECT_EQ(body(app.get("/api/v1/notifications/requests/merged", ann.token))["merged"], true);
  EXPECT_THAT(requests(), IsEmpty());
  EXPECT_THAT(told(), ElementsAre("mention bob", "mention bob", "favourite bob"));
  mention(bob);
  EXPECT_THAT(told(), SizeIs(4));
}

TEST_F(NotificationPolicies, KeepPrivateMessagesOutOfTheConversationsUntilAccepted) {
  whisper(bob);
  auto const last = whisper(bob);
  auto const conversations = [&] { return body(app.get("/api/v1/conversations", ann.token)); };
  EXPECT_THAT(conversations(), IsEmpty());
  act(ann, "/api/v1/notifications/requests/" + requests()[0]["id"].get<std::string>() + "/accept");
  app.run_jobs();
  ASSERT_THAT(conversations(), SizeIs(2));  // each message began a thread
  EXPECT_EQ(conversations()[0]["last_status"]["id"], last);
}

TEST_F(NotificationPolicies, ForgetWhatWasDismissedAndAskAnew) {
  policy({{"for_not_following", "filter"}});
  mention(bob);
  mention(cat);
  ASSERT_THAT(requests(), SizeIs(2));
  json ids = json::array();
  for (auto const& request : requests()) ids.push_back(request["id"]);
  EXPECT_EQ(app.post("/api/v1/notifications/requests/dismiss", ann.token, json{{"id", ids}}.dump()).body, "{}");
  EXPECT_THAT(requests(), IsEmpty());
  EXPECT_THAT(told("?include_filtered=true"), IsEmpty());
  mention(bob);
  EXPECT_THAT(requests(), SizeIs(1));
  EXPECT_EQ(app.post("/api/v1/notifications/requests/accept", ann.token).status, 400);
  auto const one = json{{"id", json::array({requests()[0]["id"], "12345", "x"})}}.dump();
  EXPECT_EQ(app.post("/api/v1/notifications/requests/accept", ann.token, one).body, "{}");
  app.run_jobs();
  EXPECT_THAT(told(), ElementsAre("mention bob"));
}

TEST_F(NotificationPolicies, ARequestGoesWithItsStatusesAndWithABlock) {
  policy({{"for_not_following", "filter"}});
  auto const status = mention(bob);
  mention(cat);
  EXPECT_EQ(app.del("/api/v1/statuses/" + status, bob.token).status, 200);
  ASSERT_THAT(requests(), SizeIs(1));
  EXPECT_EQ(requests()[0]["account"]["acct"], "cat");
  act(ann, "/api/v1/accounts/" + to_string(cat.account.id) + "/block");
  EXPECT_THAT(requests(), IsEmpty());
}

TEST_F(NotificationPolicies, RequestsArePagedInBothDirections) {
  policy({{"for_not_following", "filter"}});
  auto const ask = [&](std::string const& query) {
    auto const reply = app.get("/api/v1/notifications/requests" + query, ann.token);
    std::vector<std::string> found;
    for (auto const& request : body(reply)) found.push_back(request["account"]["acct"]);
    return found;
  };
  for (int i = 0; i < 3; ++i) mention(app.local("fan" + std::to_string(i)));
  EXPECT_THAT(ask("?limit=2"), ElementsAre("fan2", "fan1"));
  auto const second = requests()[1]["id"].get<std::string>();
  EXPECT_THAT(ask("?max_id=" + second), ElementsAre("fan0"));
  EXPECT_THAT(ask("?limit=1&min_id=1"), ElementsAre("fan0"));
  EXPECT_THAT(ask("?since_id=" + second), ElementsAre("fan2"));
}

TEST_F(NotificationPolicies, RequestsCostAsManyQueriesForManyAsForOne) {
  policy({{"for_not_following", "filter"}});
  auto const cost = [&](int senders) {
    app.db().transact_blocking([&](db::Tx& tx) {
      for (int i = 0; i < senders; ++i) {
        auto const from = app.local("fan" + std::to_string(made++));
        auto const status = body(app.post("/api/v1/statuses", from.token, R"({"status": "hi"})"))["id"];
        actions::notify(app.app(), tx, ann.account.id, "mention", from.account.id,
                        *parse_id<StatusId>(status.get<std::string>()));
      }
    });
    auto const before = app.statements();
    auto const count = requests().size();
    return std::pair(count, app.statements() - before);
  };
  auto const [one, cost_of_one] = cost(1);
  EXPECT_EQ(one, 1U);
  auto const [many, cost_of_many] = cost(39);
  EXPECT_EQ(many, 40U);
  EXPECT_LE(cost_of_many, cost_of_one);
}

}  // namespace
}  // namespace dunlin
