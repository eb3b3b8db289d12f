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
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

constexpr db::Statement suspend_sql{"test.suspend", "update accounts set suspended_at = created_at where id = $1"};

struct NotificationGroups : test::AppTest {
  static json body(access::Reply const& reply) { return json::parse(reply.body); }
  static std::string header(access::Reply const& reply, std::string_view name) {
    for (auto const& [key, value] : reply.headers)
      if (key == name) return value;
    return {};
  }
  json get(std::string const& query = {}) {
    auto const reply = app.get("/api/v2/notifications" + query, ann.token);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return body(reply);
  }
  /// "favourite 2" of each group.
  std::vector<std::string> rows(std::string const& query = {}) {
    std::vector<std::string> found;
    auto const answer = get(query);
    for (auto const& group : answer["notification_groups"])
      found.push_back(group["type"].get<std::string>() + " " + std::to_string(group["notifications_count"].get<int>()));
    return found;
  }
  std::string post(Login const& who, std::string const& text) {
    auto const reply = app.post("/api/v1/statuses", who.token, json{{"status", text}}.dump());
    EXPECT_EQ(reply.status, 200) << reply.body;
    return body(reply)["id"];
  }
  void act(Login const& who, std::string const& path) { EXPECT_EQ(app.post(path, who.token).status, 200) << path; }
  void like(Login const& who, std::string const& status) { act(who, "/api/v1/statuses/" + status + "/favourite"); }
  void follow(Login const& who) { act(who, "/api/v1/accounts/" + to_string(ann.account.id) + "/follow"); }
  static std::string id(Login const& who) { return to_string(who.account.id); }
  Login ann = app.local("ann"), bob = app.local("bob"), cat = app.local("cat");
};

TEST_F(NotificationGroups, PutFavouritesOfOnePostAndFollowsTogether) {
  auto const first = post(ann, "first"), second = post(ann, "second");
  like(bob, first);
  follow(bob);
  like(cat, first);
  like(cat, second);
  follow(cat);
  auto const mention = post(bob, "hi @ann");
  app.run_jobs();
  EXPECT_THAT(rows(), ElementsAre("mention 1", "follow 2", "favourite 1", "favourite 2"));
  auto const answer = get();
  auto const& groups = answer["notification_groups"];
  EXPECT_THAT(groups[0]["group_key"].get<std::string>(), StartsWith("ungrouped-"));
  EXPECT_EQ(groups[0]["status_id"], mention);
  EXPECT_THAT(groups[1]["group_key"].get<std::string>(), StartsWith("follow-"));
  EXPECT_FALSE(groups[1].contains("status_id"));
  EXPECT_THAT(groups[3]["sample_account_ids"], ElementsAre(id(cat), id(bob)));
  EXPECT_EQ(groups[3]["status_id"], first);
  EXPECT_TRUE(groups[3]["most_recent_notification_id"].is_number());
  EXPECT_LT(groups[3]["most_recent_notification_id"], std::int64_t{1} << 53);  // as JavaScript reads it
  EXPECT_EQ(groups[3]["page_max_id"], std::to_string(groups[3]["most_recent_notification_id"].get<std::int64_t>()));
  EXPECT_LT(std::stoll(groups[3]["page_min_id"].get<std::string>()), groups[3]["most_recent_notification_id"]);
  // Accounts and statuses stand there once, however many groups name them.
  EXPECT_THAT(answer["accounts"], SizeIs(2));
  EXPECT_THAT(answer["statuses"], SizeIs(3));
  EXPECT_FALSE(answer.contains("partial_accounts"));
}

TEST_F(NotificationGroups, StandAloneWhenTheirTypeIsNotToBeGrouped) {
  auto const status = post(ann, "hello");
  like(bob, status);
  like(cat, status);
  follow(bob);
  EXPECT_THAT(rows("?grouped_types[]=follow"), ElementsAre("follow 1", "favourite 1", "favourite 1"));
  EXPECT_THAT(rows("?types[]=favourite"), ElementsAre("favourite 2"));
  EXPECT_THAT(rows("?exclude_types[]=favourite"), ElementsAre("follow 1"));
  EXPECT_THAT(rows("?account_id=" + id(cat)), ElementsAre("favourite 2"));
}

TEST_F(NotificationGroups, TakeInWhatFollowsForHalfADay) {
  auto const status = post(ann, "hello");
  like(bob, status);
  app.clock().advance(11h);
  like(cat, status);
  EXPECT_THAT(rows(), ElementsAre("favourite 2"));
  app.clock().advance(2h);
  like(app.local("dan"), status);
  EXPECT_THAT(rows(), ElementsAre("favourite 1", "favourite 2"));
}

TEST_F(NotificationGroups, ShowOfAFewAccountsOnlyThePictureWhenAskedTo) {
  auto const status = post(ann, "hello");
  like(bob, status);
  like(cat, status);
  auto const answer = get("?expand_accounts=partial_avatars");
  EXPECT_THAT(answer["accounts"], SizeIs(1));
  EXPECT_EQ(answer["accounts"][0]["id"], id(cat));
  EXPECT_THAT(answer["partial_accounts"], SizeIs(1));
  EXPECT_EQ(answer["partial_accounts"][0]["acct"], "bob");
  EXPECT_FALSE(answer["partial_accounts"][0].contains("note"));
  EXPECT_EQ(app.get("/api/v2/notifications?expand_accounts=some", ann.token).status, 400);
}

TEST_F(NotificationGroups, ArePagedWithWhatEachPageHoldsOfThem) {
  auto const one = post(ann, "one"), two = post(ann, "two"), three = post(ann, "three");
  like(bob, one);
  like(bob, two);
  like(bob, three);
  like(cat, one);  // now "one" is the newest group, and reaches down below all others
  auto const first = app.get("/api/v2/notifications?limit=2", ann.token);
  auto const groups = body(first)["notification_groups"];
  ASSERT_THAT(groups, SizeIs(2));
  EXPECT_EQ(groups[0]["status_id"], one);
  EXPECT_EQ(groups[0]["page_min_id"], groups[0]["page_max_id"]);  // the other is below this page
  EXPECT_EQ(groups[0]["notifications_count"], 2);
  EXPECT_EQ(groups[1]["status_id"], three);
  auto const last = groups[1]["page_max_id"].get<std::string>();
  EXPECT_THAT(header(first, "Link"), HasSubstr("max_id=" + last + ">; rel=\"next\""));
  auto const next = get("?limit=2&max_id=" + last)["notification_groups"];
  ASSERT_THAT(next, SizeIs(2));
  EXPECT_EQ(next[0]["status_id"], two);
  EXPECT_EQ(next[1]["status_id"], one);
  EXPECT_EQ(next[1]["notifications_count"], 1);
  // Upwards, right above an id; the result is newest first nonetheless.
  auto const up = get("?limit=2&min_id=1")["notification_groups"];
  ASSERT_THAT(up, SizeIs(2));
  EXPECT_EQ(up[0]["status_id"], two);
  EXPECT_EQ(up[1]["status_id"], one);
  EXPECT_THAT(rows("?since_id=" + last), ElementsAre("favourite 2"));
  EXPECT_THAT(get("?max_id=1")["notification_groups"], IsEmpty());
  EXPECT_EQ(header(app.get("/api/v2/notifications?max_id=1", ann.token), "Link"), "");
}

TEST_F(NotificationGroups, CanBeShownAloneWithAllTheirAccounts) {
  auto const status = post(ann, "hello");
  std::vector<Login> fans;
  for (int i = 0; i < 10; ++i) {
    fans.push_back(app.local("fan" + std::to_string(i)));
    like(fans.back(), status);
  }
  auto const key = get()["notification_groups"][0]["group_key"].get<std::string>();
  auto const group = get("/" + key)["notification_groups"];
  ASSERT_THAT(group, SizeIs(1));
  EXPECT_EQ(group[0]["notifications_count"], 10);
  EXPECT_THAT(group[0]["sample_account_ids"], SizeIs(8));
  EXPECT_FALSE(group[0].contains("page_min_id"));
  auto const path = "/api/v2/notifications/" + key + "/accounts";
  EXPECT_THAT(body(app.get(path, ann.token)), SizeIs(10));
  auto const some = app.get(path + "?limit=4", ann.token);
  EXPECT_EQ(body(some)[0]["acct"], "fan9");
  EXPECT_THAT(header(some, "Link"), HasSubstr("rel=\"next\""));
  EXPECT_EQ(app.get(path, bob.token).body, "[]");
  EXPECT_EQ(app.get("/api/v2/notifications/" + key, bob.token).status, 404);
  EXPECT_EQ(app.get("/api/v2/notifications/ungrouped-1", ann.token).status, 404);
  EXPECT_EQ(app.post("/api/v2/notifications/" + key + "/dismiss", bob.token).status, 200);
  EXPECT_THAT(rows(), SizeIs(1));
  EXPECT_EQ(app.post("/api/v2/notifications/" + key + "/dismiss", ann.token).body, "{}");
  EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(NotificationGroups, AreCountedAsGroupsAndCleared) {
  auto const status = post(ann, "hello");
  like(bob, status);
  like(cat, status);
  post(bob, "hi @ann");
  app.run_jobs();
  EXPECT_EQ(get("/unread_count")["count"], 2);
  EXPECT_EQ(get("/unread_count?limit=1")["count"], 1);
  EXPECT_EQ(get("/unread_count?types[]=mention")["count"], 1);
  EXPECT_EQ(get("/unread_count?grouped_types[]=reblog")["count"], 3);
  auto const key = get("?types[]=mention")["notification_groups"][0]["group_key"].get<std::string>();
  EXPECT_THAT(get("/" + key)["notification_groups"], SizeIs(1));
  EXPECT_THAT(get("/" + key + "/accounts"), SizeIs(1));
  EXPECT_EQ(app.post("/api/v2/notifications/" + key + "/dismiss", ann.token).status, 200);
  EXPECT_THAT(rows(), ElementsAre("favourite 2"));
  EXPECT_EQ(app.post("/api/v2/notifications/clear", ann.token).body, "{}");
  EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(NotificationGroups, LoseWhoIsSuspendedAndWhatIsGone) {
  auto const status = post(ann, "hello"), other = post(ann, "other");
  like(bob, status);
  like(cat, status);
  like(cat, other);
  app.db().transact_blocking([&](db::Tx& tx) {
    tx.execute(suspend_sql, cat.account.id);
    tx.changed("account", cat.account.id);
  });
  EXPECT_THAT(rows(), ElementsAre("favourite 1"));
  EXPECT_EQ(app.del("/api/v1/statuses/" + status, ann.token).status, 200);
  EXPECT_THAT(rows(), IsEmpty());
}

TEST_F(NotificationGroups, CostAsManyQueriesForManyAsForOne) {
  auto const status = post(ann, "hello");
  like(bob, status);
  auto const ask = [&] {
    app.db().transact_blocking(
        [&](db::Tx& tx) { tx.changed("account", bob.account.id), tx.changed("status", status); });
    auto const before = app.statements();
    auto const groups = get("?expand_accounts=partial_avatars")["notification_groups"].size();
    return std::pair(groups, app.statements() - before);
  };
  auto const [one, cost_of_one] = ask();
  EXPECT_EQ(one, 1U);
  for (int i = 0; i < 40; ++i) {
    auto const mine = post(ann, "number " + std::to_string(i));
    like(bob, mine);
    if (i % 4 == 0) like(cat, mine);
  }
  auto const [many, cost_of_many] = ask();
  EXPECT_EQ(many, 40U);
  EXPECT_LE(cost_of_many, cost_of_one);
}

}  // namespace
}  // namespace dunlin
