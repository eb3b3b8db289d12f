#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "component/web/browser.hpp"
#include "dunlin/actions/follows.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/relations.hpp"
#include "support/test_app.hpp"

namespace dunlin {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using test::Login;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct RelationshipsApi : test::AppTest {
  static json body(access::Reply const& reply) { return json::parse(reply.body); }
  static std::string path(Account const& account, std::string_view rest) {
    return "/api/v1/accounts/" + to_string(account.id) + std::string(rest);
  }
  json act(Login const& who, Account const& target, std::string_view verb, std::string_view with = "{}") {
    auto const reply = app.post(path(target, verb), who.token, with);
    EXPECT_EQ(reply.status, 200) << verb << " " << reply.body;
    return body(reply);
  }
  json relation(Login const& who, Account const& target) {
    return body(app.get("/api/v1/accounts/relationships?id[]=" + to_string(target.id), who.token)).at(0);
  }
  std::vector<std::string> list(std::string_view target, Login const& who) {
    std::vector<std::string> found;
    for (auto const& account : body(app.get(target, who.token))) found.push_back(account["acct"]);
    return found;
  }
  std::int64_t followers(Account const& account) {
    return body(app.get(path(account, "")))["followers_count"].get<std::int64_t>();
  }
  Login ann = app.local("ann"), bob = app.local("bob");
};

TEST_F(RelationshipsApi, FollowingIsDoneOnceAndUndone) {
  auto first = act(ann, bob.account, "/follow");
  EXPECT_TRUE(first["following"] == true && first["showing_reblogs"] == true && first["notifying"] == false);
  EXPECT_EQ(first["languages"], nullptr);
  auto const again = act(ann, bob.account, "/follow?notify=true&reblogs=false&languages[]=de");
  EXPECT_TRUE(again["notifying"] == true && again["showing_reblogs"] == false);
  EXPECT_EQ(again["languages"], json::array({"de"}));
  EXPECT_EQ(followers(bob.account), 1);
  EXPECT_EQ(relation(bob, ann.account)["followed_by"], true);
  EXPECT_EQ(act(ann, bob.account, "/unfollow")["following"], false);
  EXPECT_EQ(act(ann, bob.account, "/unfollow")["following"], false);
  EXPECT_EQ(followers(bob.account), 0);
}

TEST_F(RelationshipsApi, AFollowHasItsOwnLanguagesBoostsAndNotifications) {
  auto const cat = app.local("cat");
  auto const post = [&](Login const& who, std::string const& text, std::string const& language) {
    auto const reply = app.post("/api/v1/statuses", who.token, json{{"status", text}, {"language", language}}.dump());
    return body(reply)["id"].get<std::string>();
  };
  auto const home = [&] {
    app.run_jobs();
    std::vector<std::string> texts;
    for (auto const& status : body(app.get("/api/v1/timelines/home", ann.token)))
      texts.push_back(status["reblog"].is_null() ? status["content"] : "boost");
    return texts;
  };
  act(ann, bob.account, "/follow", R"({"languages":["de"],"notify":true,"reblogs":false})");
  post(bob, "hello", "en");
  auto const told = post(bob, "hallo", "de");
  app.post("/api/v1/statuses/" + post(cat, "boosted", "de") + "/reblog", bob.token);
  EXPECT_THAT(home(), ElementsAre("<p>hallo</p>"));
  auto const notifications = body(app.get("/api/v1/notifications?types[]=status", ann.token));
  ASSERT_THAT(notifications, SizeIs(1));
  EXPECT_EQ(notifications[0]["status"]["id"], told);

  act(ann, bob.account, "/follow", R"({"languages":[],"notify":false,"reblogs":true})");
  EXPECT_THAT(home(), ElementsAre("boost", "<p>hallo</p>", "<p>hello</p>"));
  post(bob, "bonjour", "fr");
  EXPECT_THAT(home(), SizeIs(4));
  EXPECT_THAT(body(app.get("/api/v1/notifications?types[]=status", ann.token)), SizeIs(1));
}

TEST_F(RelationshipsApi, FollowingOneselfOrNobodyIsRefused) {
  EXPECT_EQ(app.post(path(ann.account, "/follow"), ann.token).status, 403);
  EXPECT_EQ(app.post("/api/v1/accounts/999/follow", ann.token).status, 404);
  EXPECT_EQ(app.post("/api/v1/accounts/x/follow", ann.token).status, 404);
  EXPECT_EQ(app.post(path(bob.account, "/follow"), "").status, 401);
  EXPECT_EQ(app.post(path(bob.account, "/follow"), app.token(ann, "read write:statuses")).status, 403);
  EXPECT_EQ(app.post(path(bob.account, "/follow"), app.token(ann, "follow")).status, 200);
  auto const moved = app.remote("moved", "far.test", [&](Account& a) { a.moved_to = bob.account.id; });
  EXPECT_EQ(app.post(path(moved, "/follow"), ann.token).status, 403);
}

TEST_F(RelationshipsApi, ALockedAccountIsAskedAndMayLetInOrNot) {
  auto const shy = app.local("shy", "read write follow", [](Account& a) { a.locked = true; });
  auto const asked = act(ann, shy.account, "/follow", R"({"notify":true})");
  EXPECT_TRUE(asked["requested"] == true && asked["following"] == false);
  act(bob, shy.account, "/follow");
  EXPECT_THAT(list("/api/v1/follow_requests", shy), ElementsAre("bob", "ann"));
  EXPECT_EQ(body(app.get("/api/v1/accounts/verify_credentials", shy.token))["source"]["follow_requests_count"], 2);
  EXPECT_EQ(relation(shy, ann.account)["requested_by"], true);
  EXPECT_EQ(followers(shy.account), 0);

  auto const base = std::string("/api/v1/follow_requests/");
  auto const let_in = app.post(base + to_string(ann.account.id) + "/authorize", shy.token);
  EXPECT_EQ(body(let_in)["followed_by"], true);
  EXPECT_EQ(relation(ann, shy.account)["notifying"], true);
  EXPECT_EQ(body(app.post(base + to_string(bob.account.id) + "/reject", shy.token))["followed_by"], false);
  EXPECT_EQ(followers(shy.account), 1);
  EXPECT_THAT(list("/api/v1/follow_requests", shy), IsEmpty());
  EXPECT_EQ(app.post(base + to_string(bob.account.id) + "/authorize", shy.token).status, 404);
  EXPECT_EQ(app.post(base + "abc/authorize", shy.token).status, 404);
}

TEST_F(RelationshipsApi, ARequestCanBeWithdrawn) {
  auto const shy = app.local("shy", "read write follow", [](Account& a) { a.locked = true; });
  act(ann, shy.account, "/follow");
  EXPECT_EQ(act(ann, shy.account, "/unfollow")["requested"], false);
  EXPECT_THAT(list("/api/v1/follow_requests", shy), IsEmpty());
}

TEST_F(RelationshipsApi, UnlockingLetsEverybodyInWhoWaits) {
  auto const shy = app.local("shy", "read write follow", [](Account& a) { a.locked = true; });
  act(ann, shy.account, "/follow");
  act(bob, shy.account, "/follow");
  EXPECT_EQ(app.patch("/api/v1/accounts/update_credentials", shy.token, R"({"locked":false})").status, 200);
  app.run_jobs();
  EXPECT_EQ(followers(shy.account), 2);
  EXPECT_EQ(relation(ann, shy.account)["following"], true);
}

TEST_F(RelationshipsApi, ARemoteAccountIsAskedAndItsAnswerCounts) {
  auto const far = app.remote("far", "far.test");
  EXPECT_EQ(act(ann, far, "/follow")["requested"], true);
  auto const uri = app.db().read_blocking(
      [&](db::Tx& tx) { return store::relations::find_request(tx, ann.account.id, far.id)->uri; });
  app.db().transact_blocking([&](db::Tx& tx) { actions::receive_accept(app.app(), tx, far.id, {}, uri); });
  EXPECT_EQ(relation(ann, far)["following"], true);
  // What was granted can be taken back.
  app.db().transact_blocking([&](db::Tx& tx) { actions::receive_reject(app.app(), tx, far.id, ann.account.id, uri); });
  EXPECT_EQ(relation(ann, far)["following"], false);
}

TEST_F(RelationshipsApi, OnlyTheAskedAccountCanGrant) {
  auto const far = app.remote("far", "far.test"), evil = app.remote("evil", "evil.test");
  act(ann, far, "/follow");
  auto const uri = app.db().read_blocking(
      [&](db::Tx& tx) { return store::relations::find_request(tx, ann.account.id, far.id)->uri; });
  app.db().transact_blocking([&](db::Tx& tx) { actions::receive_accept(app.app(), tx, evil.id, ann.account.id, uri); });
  EXPECT_EQ(relation(ann, far)["requested"], true);
  EXPECT_EQ(relation(ann, evil)["following"], false);
}

TEST_F(RelationshipsApi, ARemoteFollowerIsLetInAskedForOrTurnedAway) {
  auto const far = app.remote("far", "far.test");
  auto const receive = [&](Account const& target, std::string const& uri) {
    app.db().transact_blocking([&](db::Tx& tx) { actions::receive_follow(app.app(), tx, far, target.id, uri); });
  };
  receive(ann.account, "https://far.test/f/1");
  EXPECT_EQ(relation(ann, far)["followed_by"], true);
  receive(ann.account, "https://far.test/f/2");  // asked again: the newest id is kept
  auto const kept = app.db().read_blocking(
      [&](db::Tx& tx) { return store::relations::find_follow(tx, far.id, ann.account.id)->uri; });
  EXPECT_EQ(kept, "https://far.test/f/2");
  EXPECT_EQ(followers(ann.account), 1);
  auto const shy = app.local("shy", "read", [](Account& a) { a.locked = true; });
  receive(shy.account, "https://far.test/f/3");
  EXPECT_EQ(relation(shy, far)["requested_by"], true);
  act(bob, far, "/block");
  receive(bob.account, "https://far.test/f/4");
  EXPECT_EQ(relation(bob, far)["followed_by"], false);
  app.db().transact_blocking([&](db::Tx& tx) { actions::receive_unfollow(app.app(), tx, far.id, ann.account.id); });
  EXPECT_EQ(followers(ann.account), 0);
}

TEST_F(RelationshipsApi, BlockingEndsFollowsBothWays) {
  act(ann, bob.account, "/follow");
  act(bob, ann.account, "/follow");
  auto const blocked = act(ann, bob.account, "/block");
  EXPECT_TRUE(blocked["blocking"] == true && blocked["following"] == false && blocked["followed_by"] == false);
  EXPECT_EQ(relation(bob, ann.account)["blocked_by"], true);
  EXPECT_EQ(followers(ann.account), 0);
  EXPECT_EQ(followers(bob.account), 0);
  EXPECT_EQ(body(app.get("/api/v1/notifications", ann.token)), json::array());
  EXPECT_EQ(app.post(path(bob.account, "/follow"), ann.token).status, 403);
  EXPECT_EQ(app.post(path(ann.account, "/follow"), bob.token).status, 403);
  EXPECT_THAT(list("/api/v1/blocks", ann), ElementsAre("bob"));
  EXPECT_EQ(app.get(path(ann.account, "/followers"), bob.token).body, "[]");
  EXPECT_EQ(act(ann, bob.account, "/unblock")["blocking"], false);
  EXPECT_EQ(act(ann, bob.account, "/follow")["following"], true);
  EXPECT_EQ(app.post(path(ann.account, "/block"), ann.token).status, 403);
}

TEST_F(RelationshipsApi, ARemoteBlockEndsFollowsToo) {
  auto const far = app.remote("far", "far.test");
  app.db().transact_blocking([&](db::Tx& tx) {
    actions::receive_follow(app.app(), tx, far, ann.account.id, "https://far.test/f/1");
    actions::receive_block(app.app(), tx, far.id, ann.account.id, "https://far.test/b/1");
    actions::receive_block(app.app(), tx, far.id, ann.account.id, "https://far.test/b/1");
  });
  EXPECT_TRUE(relation(ann, far)["blocked_by"] == true && relation(ann, far)["followed_by"] == false);
  app.db().transact_blocking([&](db::Tx& tx) { actions::receive_unblock(app.app(), tx, far.id, ann.account.id); });
  EXPECT_EQ(relation(ann, far)["blocked_by"], false);
}

TEST_F(RelationshipsApi, AMuteEndsWhenItsTimeIsOver) {
  auto const muted = act(ann, bob.account, "/mute", R"({"duration":3600,"notifications":false})");
  EXPECT_TRUE(muted["muting"] == true && muted["muting_notifications"] == false);
  EXPECT_THAT(muted["muting_expires_at"].get<std::string>(), SizeIs(20));  // no fraction
  auto const shown = body(app.get("/api/v1/mutes", ann.token));
  EXPECT_EQ(shown.at(0)["acct"], "bob");
  EXPECT_TRUE(shown.at(0)["mute_expires_at"].is_string());
  app.clock().advance(2h);
  EXPECT_EQ(relation(ann, bob.account)["muting"], false);
  EXPECT_EQ(app.get("/api/v1/mutes", ann.token).body, "[]");
  EXPECT_EQ(act(ann, bob.account, "/mute", R"({"duration":0})")["muting_expires_at"], nullptr);
  EXPECT_EQ(act(ann, bob.account, "/unmute")["muting"], false);
  EXPECT_EQ(app.post(path(bob.account, "/mute"), ann.token, R"({"duration":-1})").status, 422);
}

TEST_F(RelationshipsApi, AFollowerCanBeRemoved) {
  act(bob, ann.account, "/follow");
  EXPECT_EQ(act(ann, bob.account, "/remove_from_followers")["followed_by"], false);
  EXPECT_EQ(followers(ann.account), 0);
  EXPECT_EQ(act(ann, bob.account, "/remove_from_followers")["followed_by"], false);
}

TEST_F(RelationshipsApi, ABlockedDomainTakesItsFollowsWithIt) {
  auto const far = app.remote("far", "far.test");
  app.db().transact_blocking(
      [&](db::Tx& tx) { actions::receive_follow(app.app(), tx, far, ann.account.id, "https://far.test/f/1"); });
  EXPECT_EQ(app.post("/api/v1/domain_blocks", ann.token, R"({"domain":"FAR.test"})").status, 200);
  EXPECT_TRUE(relation(ann, far)["domain_blocking"] == true && relation(ann, far)["followed_by"] == false);
  EXPECT_EQ(body(app.get("/api/v1/domain_blocks", ann.token)), json::array({"far.test"}));
  EXPECT_EQ(app.post("/api/v1/domain_blocks", ann.token).status, 400);
  EXPECT_EQ(app.del("/api/v1/domain_blocks?domain=far.test", ann.token).status, 200);
  EXPECT_EQ(app.get("/api/v1/domain_blocks", ann.token).body, "[]");
}

TEST_F(RelationshipsApi, ABlockOfADomainCanBeLookedAtFirst) {
  auto const far = app.remote("far", "far.test"), near = app.remote("near", "near.test");
  app.db().transact_blocking([&](db::Tx& tx) {
    actions::receive_follow(app.app(), tx, far, ann.account.id, "https://far.test/f/1");
    actions::receive_follow(app.app(), tx, near, ann.account.id, "https://near.test/f/1");
  });
  auto const reply = app.get("/api/v1/domain_blocks/preview?domain=far.test", ann.token);
  EXPECT_EQ(body(reply), (json{{"following_count", 0}, {"followers_count", 1}})) << reply.body;
  EXPECT_EQ(app.get("/api/v1/domain_blocks", ann.token).body, "[]");
}

TEST_F(RelationshipsApi, BlockedDomainsArePagedWithoutRepeating) {
  for (std::string const domain : {"a.test", "b.test", "c.test"})
    EXPECT_EQ(app.post("/api/v1/domain_blocks", ann.token, R"({"domain":")" + domain + "\"}").status, 200);
  auto const first = app.get("/api/v1/domain_blocks?limit=2", ann.token);
  EXPECT_EQ(body(first), json::array({"c.test", "b.test"}));
  auto const link = test::header(first, "Link");
  auto const begin = link.find("/api/v1"), end = link.find('>');
  EXPECT_EQ(body(app.get(link.substr(begin, end - begin), ann.token)), json::array({"a.test"}));
}

TEST_F(RelationshipsApi, AMuteThatIsOverIsTakenAway) {
  act(ann, bob.account, "/mute", R"({"duration":3600})");
  app.clock().advance(2h);
  app.run_jobs();
  auto const left = app.db().read_blocking(
      [&](db::Tx& tx) { return store::relations::muted(tx, ann.account.id, {}, app.clock().now() - 2h); });
  EXPECT_THAT(left, IsEmpty());
}

TEST_F(RelationshipsApi, ManyAreAskedForInOneQueryWhateverTheirNumber) {
  std::string many = "/api/v1/accounts/relationships?";
  for (int i = 0; i < 40; ++i) many += "id[]=" + to_string(app.local("many" + std::to_string(i)).account.id) + "&";
  relation(ann, bob.account);
  auto before = app.statements();
  relation(ann, bob.account);
  EXPECT_EQ(app.statements() - before, 1);
  before = app.statements();
  EXPECT_THAT(body(app.get(many, ann.token)), SizeIs(40));
  EXPECT_EQ(app.statements() - before, 1);
  EXPECT_THAT(body(app.get("/api/v1/accounts/relationships?id[]=5&id[]=x", ann.token)), IsEmpty());
  EXPECT_THAT(body(app.get("/api/v1/accounts/relationships?id=" + to_string(bob.account.id), ann.token)), SizeIs(1));
  EXPECT_THAT(body(app.get("/api/v1/accounts/relationships", ann.token)), IsEmpty());
}

}  // namespace
}  // namespace dunlin
