#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "dunlin/store/accounts.hpp"
#include "dunlin/store/relations.hpp"
#include "dunlin/store/users.hpp"
#include "support/test_app.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using test::Login;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Accounts : test::AppTest {
  static json body(access::Reply const& reply) { return json::parse(reply.body); }
  static std::string header(access::Reply const& reply, std::string_view name) {
    for (auto const& [key, value] : reply.headers)
      if (key == name) return value;
    return {};
  }
  static std::string path(Account const& account, std::string_view rest = {}) {
    return "/api/v1/accounts/" + to_string(account.id) + std::string(rest);
  }
  std::vector<std::string> names(access::Reply const& reply) {
    std::vector<std::string> found;
    for (auto const& account : body(reply)) found.push_back(account["acct"]);
    return found;
  }
  /// Follows in the order given, without asking anybody.
  void follow(Account const& follower, Account const& target) {
    app.db().transact_blocking([&](db::Tx& tx) {
      auto const now = app.clock().now();
      store::relations::insert_follow(tx, {.id = tx.next_id<FollowId>(now),
                                           .follower = follower.id,
                                           .target = target.id,
                                           .uri = "f",
                                           .created_at = now});
    });
  }
  Login ann = app.local("ann");
};

TEST_F(Accounts, VerifyCredentialsShowsWhatOnlyTheOwnerSees) {
  auto const reply = app.get("/api/v1/accounts/verify_credentials", ann.token);
  EXPECT_EQ(reply.status, 200);
  auto const account = body(reply);
  EXPECT_EQ(account["id"], to_string(ann.account.id));
  EXPECT_EQ(account["acct"], "ann");
  EXPECT_EQ(account["source"]["privacy"], "public");
  EXPECT_EQ(account["source"]["language"], nullptr);
  EXPECT_EQ(account["source"]["follow_requests_count"], 0);
  EXPECT_EQ(account["role"]["id"], "-99");
  EXPECT_EQ(account["role"]["permissions"], "65536");
  EXPECT_THAT(account["avatar"].get<std::string>(), EndsWith("/avatars/original/missing.png"));
}

TEST_F(Accounts, VerifyCredentialsAsksTheDatabaseOnce) {
  app.get("/api/v1/accounts/verify_credentials", ann.token);
  auto const before = app.statements();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(app.get("/api/v1/accounts/verify_credentials", ann.token).status, 200);
  EXPECT_EQ(app.statements(), before);
}

TEST_F(Accounts, VerifyCredentialsKnowsOfChangesAtOnce) {
  app.get("/api/v1/accounts/verify_credentials", ann.token);
  auto const bob = app.local("bob");
  follow(bob.account, ann.account);
  EXPECT_EQ(body(app.get("/api/v1/accounts/verify_credentials", ann.token))["followers_count"], 1);
  app.db().transact_blocking([&](db::Tx& tx) { store::users::set_role(tx, ann.user, 3); });
  EXPECT_EQ(body(app.get("/api/v1/accounts/verify_credentials", ann.token))["role"]["name"], "Owner");
  EXPECT_EQ(body(app.get("/api/v1/accounts/verify_credentials", ann.token))["role"]["permissions"], "8388607");
}

TEST_F(Accounts, VerifyCredentialsWantsAUserAndAScope) {
  EXPECT_EQ(app.get("/api/v1/accounts/verify_credentials").status, 401);
  EXPECT_EQ(app.get("/api/v1/accounts/verify_credentials", "nonsense").status, 401);
  EXPECT_EQ(app.get("/api/v1/accounts/verify_credentials", app.application_token("read")).status, 422);
  EXPECT_EQ(app.get("/api/v1/accounts/verify_credentials", app.token(ann, "read:statuses")).status, 403);
  EXPECT_EQ(app.get("/api/v1/accounts/verify_credentials", app.token(ann, "profile")).status, 200);
}

TEST_F(Accounts, ShowIsForAnybodyAndComesFromMemory) {
  auto const first = app.get(path(ann.account));
  EXPECT_EQ(first.status, 200);
  auto const account = body(first);
  EXPECT_EQ(account["username"], "ann");
  EXPECT_THAT(account["created_at"].get<std::string>(), EndsWith("T00:00:00.000Z"));
  EXPECT_FALSE(account.contains("source"));
  auto const before = app.statements();
  EXPECT_EQ(app.get(path(ann.account)).body, first.body);
  EXPECT_EQ(app.statements(), before);
}

TEST_F(Accounts, ShowRefusesWhatIsNoAccount) {
  for (auto const* id : {"12345", "abc", "-1", "99999999999999999999", "0"}) {
    auto const reply = app.get(std::string("/api/v1/accounts/") + id);
    EXPECT_EQ(reply.status, 404) << id;
    EXPECT_TRUE(body(reply).contains("error")) << id;
  }
}

TEST_F(Accounts, AnAwaitedLoginIsSeenByNobodyElse) {
  auto const bob = app.local("bob");
  EXPECT_EQ(app.get(path(bob.account)).status, 200);  // and is in memory now
  app.db().transact_blocking([&](db::Tx& tx) { store::users::set_approved(tx, bob.user, false); });
  EXPECT_EQ(app.get(path(bob.account)).status, 404);
  EXPECT_EQ(app.get("/api/v1/accounts/lookup?acct=bob").status, 404);
  EXPECT_THAT(names(app.get("/api/v1/accounts/search?q=bob", ann.token)), IsEmpty());
  EXPECT_THAT(names(app.get("/api/v1/accounts?id[]=" + to_string(bob.account.id))), IsEmpty());
}

TEST_F(Accounts, ASuspendedAccountKeepsItsKeysAndNothingInThem) {
  auto const far = app.remote("gone", "far.test", [&](Account& a) {
    a.display_name = "Gone";
    a.note = SafeHtml::trusted("<p>bye</p>");
    a.avatar_url = "https://far.test/a.png";
    a.suspended_at = app.clock().now();
  });
  auto const account = body(app.get(path(far)));
  EXPECT_EQ(account["suspended"], true);
  EXPECT_EQ(account["display_name"], "");
  EXPECT_EQ(account["note"], "");
  EXPECT_THAT(account["avatar"].get<std::string>(), EndsWith("missing.png"));
  EXPECT_EQ(app.get(path(far, "/followers")).body, "[]");
}

TEST_F(Accounts, AMovedAccountShowsWhereTo) {
  auto const target = app.remote("new", "far.test");
  auto const old = app.remote("old", "far.test", [&](Account& a) { a.moved_to = target.id; });
  auto const account = body(app.get(path(old)));
  EXPECT_EQ(account["moved"]["acct"], "new@far.test");
  EXPECT_FALSE(account["moved"].contains("moved"));
  EXPECT_FALSE(body(app.get(path(target))).contains("moved"));
}

TEST_F(Accounts, ManyAtOnceAreFortyAtMostAndOneQuery) {
  std::string query = "/api/v1/accounts?";
  for (int i = 0; i < 40; ++i) query += "id[]=" + to_string(app.local("many" + std::to_string(i)).account.id) + "&";
  auto const one = "/api/v1/accounts?id[]=" + to_string(ann.account.id);
  auto before = app.statements();
  EXPECT_THAT(names(app.get(one)), ElementsAre("ann"));
  auto const cost_of_one = app.statements() - before;
  before = app.statements();
  EXPECT_THAT(names(app.get(query)), SizeIs(40));
  EXPECT_EQ(app.statements() - before, cost_of_one);
  EXPECT_EQ(app.get(query + "id[]=1").status, 422);
  EXPECT_THAT(names(app.get("/api/v1/accounts?id[]=7&id[]=x&id[]=" + to_string(ann.account.id))), ElementsAre("ann"));
}

TEST_F(Accounts, LookupTakesHandlesOfEveryForm) {
  app.remote("Far", "far.test");
  for (auto const* acct : {"ann", "@ann", "ANN", "ann@dunlin.test", "%40ann%40dunlin.test"})
    EXPECT_EQ(body(app.get(std::string("/api/v1/accounts/lookup?acct=") + acct))["acct"], "ann") << acct;
  EXPECT_EQ(body(app.get("/api/v1/accounts/lookup?acct=far@FAR.test"))["acct"], "Far@far.test");
  for (auto const* acct : {"", "nobody", "ann@far.test", "a@b@c", "%20", "ann@"})
    EXPECT_EQ(app.get(std::string("/api/v1/accounts/lookup?acct=") + acct).status, 404) << acct;
  EXPECT_EQ(app.get("/api/v1/accounts/lookup").status, 404);
}

TEST_F(Accounts, SearchFindsByNameAndNeedsALogin) {
  auto const ben = app.local("ben");
  app.local("other", "read", [](Account& a) { a.display_name = "Bentley"; });
  app.remote("ben", "far.test");
  EXPECT_EQ(app.get("/api/v1/accounts/search?q=ben").status, 401);
  EXPECT_THAT(names(app.get("/api/v1/accounts/search?q=ben", ann.token)), SizeIs(3));
  EXPECT_THAT(names(app.get("/api/v1/accounts/search?q=@ben@far.test", ann.token)), ElementsAre("ben@far.test"));
  EXPECT_THAT(names(app.get("/api/v1/accounts/search?q=ben&limit=1", ann.token)), SizeIs(1));
  EXPECT_THAT(names(app.get("/api/v1/accounts/search?q=ben&offset=2", ann.token)), SizeIs(1));
  follow(ann.account, ben.account);
  EXPECT_THAT(names(app.get("/api/v1/accounts/search?q=ben&following=true", ann.token)), ElementsAre("ben"));
  EXPECT_THAT(names(app.get("/api/v1/accounts/search?q=", ann.token)), IsEmpty());
  EXPECT_THAT(names(app.get("/api/v1/accounts/search?q=%25", ann.token)), IsEmpty());
}

TEST_F(Accounts, FollowersArePagedInBothDirections) {
  std::vector<Login> fans;
  for (int i = 0; i < 5; ++i) {
    fans.push_back(app.local("fan" + std::to_string(i)));
    follow(fans.back().account, ann.account);
  }
  auto const link_to = [](access::Reply const& reply, std::string_view rel) {
    auto const links = header(reply, "Link");
    auto const end = links.find(">; rel=\"" + std::string(rel));
    if (end == std::string::npos) return std::string();
    auto const url = links.substr(links.rfind('<', end) + 1, end - links.rfind('<', end) - 1);
    return url.substr(std::string("https://dunlin.test").size());
  };
  auto const first = app.get(path(ann.account, "/followers?limit=2"));
  EXPECT_THAT(names(first), ElementsAre("fan4", "fan3"));
  auto const second = app.get(link_to(first, "next"));
  EXPECT_THAT(names(second), ElementsAre("fan2", "fan1"));
  auto const third = app.get(link_to(second, "next"));
  EXPECT_THAT(names(third), ElementsAre("fan0"));
  EXPECT_EQ(link_to(third, "next"), "");
  EXPECT_THAT(link_to(third, "prev"), HasSubstr("since_id="));
  EXPECT_THAT(names(app.get(link_to(second, "prev"))), ElementsAre("fan4", "fan3"));
  auto const min_id = app.get(path(ann.account, "/followers?limit=2&min_id=1"));
  EXPECT_THAT(names(min_id), ElementsAre("fan1", "fan0"));
  EXPECT_EQ(header(app.get(link_to(first, "prev")), "Link"), "");
  EXPECT_THAT(names(app.get(path(fans[0].account, "/following"))), ElementsAre("ann"));
}

TEST_F(Accounts, HiddenCollectionsShowToTheirOwnerAlone) {
  auto const shy = app.local("shy", "read", [](Account& a) { a.hide_collections = true; });
  follow(ann.account, shy.account);
  EXPECT_EQ(app.get(path(shy.account, "/followers"), ann.token).body, "[]");
  EXPECT_EQ(app.get(path(shy.account, "/followers")).body, "[]");
  EXPECT_THAT(names(app.get(path(shy.account, "/followers"), shy.token)), ElementsAre("ann"));
}

TEST_F(Accounts, AListOfFollowersCostsAsManyQueriesAsOne) {
  auto const star = app.local("star");
  follow(ann.account, star.account);
  app.get(path(star.account, "/followers"), ann.token);
  auto before = app.statements();
  app.get(path(star.account, "/followers"), ann.token);
  auto const cost_of_one = app.statements() - before;
  for (int i = 0; i < 40; ++i) follow(app.local("crowd" + std::to_string(i)).account, star.account);
  app.get(path(star.account));
  before = app.statements();
  EXPECT_THAT(names(app.get(path(star.account, "/followers"), ann.token)), SizeIs(40));
  EXPECT_EQ(app.statements() - before, cost_of_one + 1);  // the accounts not in memory yet, all at once
}

TEST_F(Accounts, PreferencesAreOnesOwn) {
  EXPECT_EQ(app.get("/api/v1/preferences").status, 401);
  auto const preferences = body(app.get("/api/v1/preferences", ann.token));
  EXPECT_EQ(preferences["posting:default:visibility"], "public");
  EXPECT_EQ(preferences["reading:expand:media"], "default");
}

}  // namespace
}  // namespace dunlin
