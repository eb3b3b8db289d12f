#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "dunlin/actions/notify.hpp"
#include "support/schema.hpp"
#include "support/test_app.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using test::Login;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

struct NotificationsApi : test::AppTest {
  static json body(access::Reply const& reply) { return json::parse(reply.body); }
  static std::string header(access::Reply const& reply, std::string_view name) {
    for (auto const& [key, value] : reply.headers)
      if (key == name) return value;
    return {};
  }
  std::vector<std::string> types(std::string_view query = {}) {
    std::vector<std::string> found;
    for (auto const& n : body(app.get("/api/v1/notifications" + std::string(query), ann.token)))
      found.push_back(n["type"].get<std::string>() + " " + n["account"]["acct"].get<std::string>());
    return found;
  }
  std::string post(Login const& who, std::string const& text) {
    auto const reply = app.post("/api/v1/statuses", who.token, json{{"status", text}}.dump());
    EXPECT_EQ(reply.status, 200) << reply.body;
    return body(reply)["id"];
  }
  void act(Login const& who, std::string const& path) { EXPECT_EQ(app.post(path, who.token).status, 200) << path; }
  void follow(Login const& who) { act(who, "/api/v1/accounts/" + to_string(ann.account.id) + "/follow"); }
  Login ann = app.local("ann"), bob = app.local("bob"), cat = app.local("cat");
};

TEST_F(NotificationsApi, TellOfFollowsMentionsFavouritesAndBoosts) {
  follow(bob);
  auto const status = post(ann, "hello");
  act(bob, "/api/v1/statuses/" + status + "/favourite");
  act(cat, "/api/v1/statuses/" + status + "/reblog");
  app.run_jobs();
  post(cat, "hi @ann");
  app.run_jobs();
  EXPECT_THAT(types(), ElementsAre("mention cat", "reblog cat", "favourite bob", "follow bob"));
  EXPECT_THAT(types("?types[]=follow&types[]=mention"), ElementsAre("mention cat", "follow bob"));
  EXPECT_THAT(types("?exclude_types[]=follow"), SizeIs(3));
  EXPECT_THAT(types("?account_id=" + to_string(cat.account.id)), SizeIs(2));
  EXPECT_THAT(types("?account_id=nobody"), IsEmpty());
  auto const all = body(app.get("/api/v1/notifications", ann.token));
  EXPECT_EQ(all[2]["status"]["id"], status);
  EXPECT_EQ(all[1]["status"]["id"], status);
  EXPECT_THAT(all[2]["group_key"].get<std::string>(), StartsWith("favourite-" + status));
  EXPECT_THAT(all[0]["group_key"].get<std::string>(), StartsWith("ungrouped-"));
  EXPECT_FALSE(all[3].contains("status"));
  // What is undone is no news any more.
  act(bob, "/api/v1/statuses/" + status + "/unfavourite");
  act(cat, "/api/v1/statuses/" + status + "/unreblog");
  act(bob, "/api/v1/accounts/" + to_string(ann.account.id) + "/unfollow");
  EXPECT_THAT(types(), ElementsAre("mention cat"));
}

TEST_F(NotificationsApi, OfAStatusThatIsGoneAreNotShown) {
  auto const status = post(ann, "hello");
  act(bob, "/api/v1/statuses/" + status + "/favourite");
  EXPECT_EQ(app.del("/api/v1/statuses/" + status, ann.token).status, 200);
  EXPECT_THAT(types(), IsEmpty());
}

TEST_F(NotificationsApi, ArePagedInBothDirections) {
  std::vector<Login> fans;
  for (int i = 0; i < 5; ++i) {
    fans.push_back(app.local("fan" + std::to_string(i)));
    follow(fans.back());
  }
  auto const first = app.get("/api/v1/notifications?limit=2&types[]=follow", ann.token);
  auto const link = header(first, "Link");
  auto const ids = body(first);
  EXPECT_THAT(link, HasSubstr("limit=2&types[]=follow&max_id=" + ids[1]["id"].get<std::string>() + ">; rel=\"next\""));
  EXPECT_THAT(link, HasSubstr("min_id=" + ids[0]["id"].get<std::string>() + ">; rel=\"prev\""));
  EXPECT_THAT(types("?limit=2"), ElementsAre("follow fan4", "follow fan3"));
  EXPECT_THAT(types("?limit=2&max_id=" + ids[1]["id"].get<std::string>()), ElementsAre("follow fan2", "follow fan1"));
  EXPECT_THAT(types("?limit=2&min_id=1"), ElementsAre("follow fan1", "follow fan0"));
  EXPECT_THAT(types("?since_id=" + ids[1]["id"].get<std::string>()), ElementsAre("follow fan4"));
  EXPECT_EQ(header(app.get("/api/v1/notifications?max_id=1", ann.token), "Link"), "");
}

TEST_F(NotificationsApi, OneCanBeShownAndDismissedByItsOwnerAlone) {
  follow(bob);
  follow(cat);
  auto const id = body(app.get("/api/v1/notifications", ann.token))[0]["id"].get<std::string>();
  auto const path = "/api/v1/notifications/" + id;
  EXPECT_EQ(body(app.get(path, ann.token))["id"], id);
  EXPECT_EQ(app.get(path, bob.token).status, 404);
  EXPECT_EQ(app.post(path + "/dismiss", bob.token).status, 404);
  EXPECT_EQ(app.get("/api/v1/notifications/abc", ann.token).status, 404);
  EXPECT_EQ(body(app.get("/api/v1/notifications/unread_count", ann.token))["count"], 2);
  EXPECT_EQ(body(app.get("/api/v1/notifications/unread_count?limit=1", ann.token))["count"], 1);
  EXPECT_EQ(app.post(path + "/dismiss", ann.token).body, "{}");
  EXPECT_EQ(app.get(path, ann.token).status, 404);
  EXPECT_THAT(types(), SizeIs(1));
  EXPECT_EQ(app.post("/api/v1/notifications/clear", ann.token).body, "{}");
  EXPECT_THAT(types(), IsEmpty());
}

TEST_F(NotificationsApi, WantTheirScope) {
  EXPECT_EQ(app.get("/api/v1/notifications").status, 401);
  EXPECT_EQ(app.get("/api/v1/notifications", app.token(ann, "read:statuses")).status, 403);
  EXPECT_EQ(app.get("/api/v1/notifications", app.token(ann, "read:notifications")).status, 200);
  EXPECT_EQ(app.post("/api/v1/notifications/clear", app.token(ann, "read")).status, 403);
}

TEST_F(NotificationsApi, APageCostsAsManyQueriesAsOne) {
  auto const status = post(ann, "hello");
  act(bob, "/api/v1/statuses/" + status + "/favourite");
  auto const ask = [&] {
    app.db().transact_blocking(
        [&](db::Tx& tx) { tx.changed("account", bob.account.id), tx.changed("status", status); });
    auto const before = app.statements();
    auto const count = body(app.get("/api/v1/notifications", ann.token)).size();
    return std::pair(count, app.statements() - before);
  };
  auto const [one, cost_of_one] = ask();
  EXPECT_EQ(one, 1U);
  for (int i = 0; i < 20; ++i) {
    auto const mine = post(ann, "number " + std::to_string(i));
    act(app.local("fan" + std::to_string(i)), "/api/v1/statuses/" + mine + "/favourite");
  }
  auto const [many, cost_of_many] = ask();
  EXPECT_EQ(many, 21U);
  EXPECT_LE(cost_of_many, cost_of_one);
}

TEST_F(NotificationsApi, OfTypesTheClientDoesNotKnowAreToldInWords) {
  auto const status = post(ann, "quote me");
  auto bobs = app.patch("/api/v1/accounts/update_credentials", bob.token, R"({"display_name": "Bob <the owl>"})");
  ASSERT_EQ(bobs.status, 200);
  app.post("/api/v1/statuses", bob.token, json{{"status", "look"}, {"quoted_status_id", status}}.dump());
  app.post("/api/v1/statuses/" + status + "/favourite", bob.token);
  app.run_jobs();
  auto const ask = [&](std::string const& query) { return body(app.get("/api/v1/notifications" + query, ann.token)); };
  for (auto const& one : ask("")) EXPECT_FALSE(one.contains("fallback"));
  for (auto const& one : ask("?supported_types[]=quote")) EXPECT_FALSE(one.contains("fallback"));
  auto const told = ask("?supported_types[]=mention");
  ASSERT_THAT(told, SizeIs(2));
  for (auto const& one : told) {
    EXPECT_EQ(one.contains("fallback"), one["type"] == "quote") << "favourites have always been known";
    if (one["type"] == "quote") EXPECT_EQ(one["fallback"]["title"], "Bob &lt;the owl&gt; quoted your post");
    EXPECT_EQ(test::misfit("Notification", one.dump()), "");
  }
  auto const groups = app.get("/api/v2/notifications?supported_types[]=mention", ann.token);
  EXPECT_EQ(test::misfit("GroupedNotificationsResults", groups.body), "");
  int explained = 0;
  for (auto const& group : body(groups)["notification_groups"]) explained += group.contains("fallback") ? 1 : 0;
  EXPECT_EQ(explained, 1);
}

}  // namespace
}  // namespace dunlin
