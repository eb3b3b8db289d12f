#include "dunlin/store/records.hpp"
#include "dunlin/store/settings.hpp"
#include "support/posting_test.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

struct Timelines : test::PostingTest {
  static std::string statuses_of(test::Login const& login, std::string_view query = {}) {
    return "/api/v1/accounts/" + to_string(login.account.id) + "/statuses" + std::string(query);
  }
  static std::string link_of(access::Reply const& reply, std::string_view relation) {
    auto const header = test::PostingTest::header(reply, "Link");
    auto const end = header.find(">; rel=\"" + std::string(relation) + "\"");
    if (end == std::string::npos) return {};
    auto const begin = header.rfind('<', end) + 1;
    return header.substr(begin, end - begin).substr(std::string("https://dunlin.test").size());
  }
};

TEST_F(Timelines, HomeHasWhatOneFollowsAndOnesOwn) {
  follow(bob.account, ann.account);
  auto const eve = app.local("eve");
  auto const a = post(ann, "a"), own = post(bob, "own");
  post(eve, "stranger");
  auto const boost = act(ann, post(eve, "boosted"), "reblog");
  auto const answer = post(ann, json{{"status", "to a stranger"}, {"in_reply_to_id", boost["reblog"]["id"]}});
  app.run_jobs();
  EXPECT_THAT(ids(list("/api/v1/timelines/home", bob.token)), ElementsAre(boost["id"], own["id"], a["id"]));
  EXPECT_THAT(ids(list("/api/v1/timelines/home", ann.token)), ElementsAre(answer["id"], boost["id"], a["id"]));
}

TEST_F(Timelines, HomeIsPushedToAndTakenFrom) {
  follow(bob.account, ann.account);
  EXPECT_THAT(list("/api/v1/timelines/home", bob.token), IsEmpty());
  auto const a = post(ann, "a"), b = post(ann, "b");
  app.run_jobs();
  EXPECT_THAT(ids(list("/api/v1/timelines/home", bob.token)), ElementsAre(b["id"], a["id"]));
  app.del(path(b), ann.token);
  EXPECT_THAT(ids(list("/api/v1/timelines/home", bob.token)), ElementsAre(a["id"])) << "at once";
  app.run_jobs();
  EXPECT_THAT(ids(list("/api/v1/timelines/home", bob.token)), ElementsAre(a["id"]));
}

TEST_F(Timelines, HomeInMemoryCostsNoQuery) {
  follow(bob.account, ann.account);
  for (int i = 0; i < 5; ++i) post(ann, "p" + std::to_string(i));
  list("/api/v1/timelines/home", bob.token);
  list("/api/v1/timelines/home", bob.token);
  auto const before = app.statements();
  EXPECT_THAT(list("/api/v1/timelines/home", bob.token), SizeIs(5));
  EXPECT_EQ(app.statements(), before);
}

TEST_F(Timelines, PagesLinkToTheirNeighbours) {
  std::vector<std::string> posted;
  for (int i = 0; i < 5; ++i) posted.push_back(post(ann, "p" + std::to_string(i))["id"]);
  auto const first = app.get("/api/v1/timelines/public?local=true&limit=2&access_token=" + bob.token);
  EXPECT_THAT(ids(of_type("Array<Status>", first)), ElementsAre(posted[4], posted[3]));
  EXPECT_THAT(header(first, "Link"), Not(HasSubstr(bob.token)));
  EXPECT_EQ(link_of(first, "next"), "/api/v1/timelines/public?local=true&limit=2&max_id=" + posted[3]);
  EXPECT_EQ(link_of(first, "prev"), "/api/v1/timelines/public?local=true&limit=2&min_id=" + posted[4]);
  auto const second = app.get(link_of(first, "next"));
  EXPECT_THAT(ids(of_type("Array<Status>", second)), ElementsAre(posted[2], posted[1]));
  EXPECT_THAT(ids(list(link_of(second, "prev"))), ElementsAre(posted[4], posted[3]));
  EXPECT_THAT(ids(list("/api/v1/timelines/public?limit=2&min_id=" + posted[0])), ElementsAre(posted[2], posted[1]));
  EXPECT_THAT(ids(list("/api/v1/timelines/public?limit=2&since_id=" + posted[0])), ElementsAre(posted[4], posted[3]));
  auto const empty = app.get("/api/v1/timelines/public?min_id=" + posted[4]);
  EXPECT_EQ(empty.body, "[]");
  EXPECT_EQ(header(empty, "Link"), "");
  EXPECT_EQ(app.get("/api/v1/timelines/public?max_id=x").status, 400);
  EXPECT_THAT(list("/api/v1/timelines/public?limit=-2"), SizeIs(2));
  EXPECT_THAT(list("/api/v1/timelines/public?max_id=99999999999999999999&limit=1000"), SizeIs(5));
}

TEST_F(Timelines, FortyCostAsManyQueriesAsOne) {
  std::vector<test::Login> authors;
  for (int i = 0; i < 20; ++i) authors.push_back(app.local("author" + std::to_string(i)));
  for (int i = 0; i < 40; ++i) post(authors[static_cast<std::size_t>(i % 20)], "hello @ann #tag" + std::to_string(i));
  auto const statements_of = [&](std::string const& target) {
    // Everything forgotten, as after a start.
    app.app().records.clear();
    auto const before = app.statements();
    list(target, bob.token);
    return app.statements() - before;
  };
  list("/api/v1/timelines/public", bob.token);
  auto const one = statements_of("/api/v1/timelines/public?limit=1");
  EXPECT_EQ(statements_of("/api/v1/timelines/public?limit=40"), one);
  EXPECT_LE(one, 9);
}

TEST_F(Timelines, OpenToMembersOnlyTurnStrangersAway) {
  auto const status = post(ann, "#one");
  auto const set = [&](std::string_view name, std::string_view value) {
    app.db().transact_blocking([&](db::Tx& tx) { store::settings::set(tx, name, value); });
  };
  std::string const live = "/api/v1/timelines/public", tag = "/api/v1/timelines/tag/one";
  set("remote_live_feed_access", "authenticated");
  EXPECT_THAT(error(app.get(live), 401), "This method requires an authenticated user");
  EXPECT_THAT(error(app.get(live + "?remote=true"), 401), "This method requires an authenticated user");
  EXPECT_THAT(error(app.get(live, app.application_token("read")), 422), "This method requires an authenticated user");
  EXPECT_THAT(ids(list(live + "?local=true")), ElementsAre(status["id"]));
  EXPECT_THAT(ids(list(live, bob.token)), ElementsAre(status["id"]));
  EXPECT_THAT(ids(list(tag)), ElementsAre(status["id"]));
  set("local_topic_feed_access", "disabled");
  EXPECT_EQ(app.get(tag).status, 401);
  EXPECT_EQ(app.get(tag + "?local=true").status, 401);
  EXPECT_THAT(list(tag, bob.token), IsEmpty());
  auto const access = nlohmann::json::parse(app.get("/api/v2/instance").body)["configuration"]["timelines_access"];
  EXPECT_EQ(access["live_feeds"], (json{{"local", "public"}, {"remote", "authenticated"}}));
  EXPECT_EQ(access["hashtag_feeds"], (json{{"local", "disabled"}, {"remote", "public"}}));
}

TEST_F(Timelines, TagsAreCombined) {
  auto const a = post(ann, "#One"), b = post(ann, "#one #two"), c = post(bob, "#two");
  EXPECT_THAT(ids(list("/api/v1/timelines/tag/ONE")), ElementsAre(b["id"], a["id"]));
  EXPECT_THAT(ids(list("/api/v1/timelines/tag/one?any[]=Two")), ElementsAre(c["id"], b["id"], a["id"]));
  EXPECT_THAT(ids(list("/api/v1/timelines/tag/one?all[]=two")), ElementsAre(b["id"]));
  EXPECT_THAT(ids(list("/api/v1/timelines/tag/one?none[]=two")), ElementsAre(a["id"]));
  EXPECT_THAT(list("/api/v1/timelines/tag/unknown"), IsEmpty());
  EXPECT_THAT(list("/api/v1/timelines/tag/123"), IsEmpty());
  EXPECT_THAT(list("/api/v1/timelines/tag/one?only_media=true"), IsEmpty());
}

TEST_F(Timelines, AnAccountsStatusesAreFiltered) {
  auto const a = post(ann, "a"), reply = post(ann, json{{"status", "r"}, {"in_reply_to_id", post(bob, "b")["id"]}});
  auto const boost = act(ann, post(bob, "c"), "reblog");
  auto const hidden = post(ann, json{{"status", "h"}, {"visibility", "private"}});
  EXPECT_THAT(ids(list(statuses_of(ann))), ElementsAre(boost["id"], reply["id"], a["id"]));
  EXPECT_THAT(ids(list(statuses_of(ann), ann.token)), ElementsAre(hidden["id"], boost["id"], reply["id"], a["id"]));
  EXPECT_THAT(ids(list(statuses_of(ann, "?exclude_replies=true"))), ElementsAre(boost["id"], a["id"]));
  EXPECT_THAT(ids(list(statuses_of(ann, "?exclude_reblogs=true"))), ElementsAre(reply["id"], a["id"]));
  EXPECT_EQ(app.get("/api/v1/accounts/1234/statuses").status, 404);
}

TEST_F(Timelines, AThreadHasWhatMayBeSeenOfIt) {
  auto const root = post(ann, "root");
  auto const reply = post(bob, json{{"status", "@ann reply"}, {"in_reply_to_id", root["id"]}});
  auto const secret = post(ann, json{{"status", "@bob s"}, {"in_reply_to_id", root["id"]}, {"visibility", "direct"}});
  auto const deep = post(ann, json{{"status", "deep"}, {"in_reply_to_id", reply["id"]}});
  auto const of = [&](json const& status, std::string_view token) {
    return of_type("Context", app.get(path(status, "/context"), token));
  };
  auto const anonymous = of(root, {});
  EXPECT_THAT(ids(anonymous["descendants"]), ElementsAre(reply["id"], deep["id"]));
  EXPECT_THAT(anonymous["ancestors"], IsEmpty());
  EXPECT_THAT(ids(of(root, bob.token)["descendants"]), ElementsAre(secret["id"], reply["id"], deep["id"]))
      << "what authors answer themselves comes first";
  EXPECT_THAT(ids(of(deep, {})["ancestors"]), ElementsAre(root["id"], reply["id"]));
  EXPECT_EQ(show({}, root)["replies_count"], 1);
  EXPECT_EQ(reply["in_reply_to_id"], root["id"]);
  EXPECT_EQ(reply["in_reply_to_account_id"], to_string(ann.account.id));
}

TEST_F(Timelines, ALoneStatusHasNoThreadUntilSomebodyReplies) {
  auto const root = post(ann, "root");
  auto const descendants = [&](std::string_view token) {
    return of_type("Context", app.get(path(root, "/context"), token))["descendants"].size();
  };
  show(bob.token, root);
  EXPECT_EQ(descendants(bob.token), 0U);
  auto const before = app.statements();
  EXPECT_EQ(descendants(bob.token), 0U);
  EXPECT_EQ(app.statements(), before);
  post(ann, json{{"status", "@bob s"}, {"in_reply_to_id", root["id"]}, {"visibility", "direct"}});
  EXPECT_EQ(descendants(bob.token), 1U);
  EXPECT_EQ(descendants({}), 0U);
}

TEST_F(Timelines, AThreadComesFromMemoryUntilItChanges) {
  auto const root = post(ann, "root");
  auto const reply = post(bob, json{{"status", "reply"}, {"in_reply_to_id", root["id"]}});
  auto const deep = post(ann, json{{"status", "deep"}, {"in_reply_to_id", reply["id"]}});
  auto const eve = app.local("eve");
  auto const below = [&](json const& status, std::string_view token) {
    return ids(of_type("Context", app.get(path(status, "/context"), token))["descendants"]);
  };
  // What was seen twice without a question to the database in between.
  auto const settled = [&](std::string_view token) {
    below(root, token);
    below(deep, token);
    auto const before = app.statements();
    auto const seen = below(root, token);
    EXPECT_THAT(ids(of_type("Context", app.get(path(deep, "/context"), token))["ancestors"]),
                ElementsAre(root["id"], reply["id"]));
    EXPECT_EQ(app.statements(), before);
    return seen;
  };
  EXPECT_THAT(settled({}), ElementsAre(reply["id"], deep["id"]));
  EXPECT_THAT(settled(eve.token), ElementsAre(reply["id"], deep["id"]));
  auto const more = post(eve, json{{"status", "more"}, {"in_reply_to_id", deep["id"]}});
  EXPECT_THAT(settled(eve.token), ElementsAre(reply["id"], deep["id"], more["id"]));
  EXPECT_THAT(settled({}), ElementsAre(reply["id"], deep["id"], more["id"]));
  app.del(path(more), eve.token);
  EXPECT_THAT(settled(eve.token), ElementsAre(reply["id"], deep["id"]));
  app.post("/api/v1/accounts/" + to_string(bob.account.id) + "/mute", eve.token);
  EXPECT_THAT(below(root, eve.token), ElementsAre(deep["id"]));
  EXPECT_THAT(below(root, eve.token), ElementsAre(deep["id"]));
  app.del(path(reply), bob.token);
  EXPECT_THAT(below(root, ann.token), IsEmpty());
  EXPECT_THAT(below(root, ann.token), IsEmpty());
}

TEST_F(Timelines, NewsOfAPostComesToWhoIsNamedAndWhoAsked) {
  follow(bob.account, ann.account, true);
  auto const eve = app.local("eve");
  auto const status = post(ann, "hello @eve");
  act(eve, status, "reblog");
  app.run_jobs();
  auto const told = [&](test::Login const& login) {
    return app.db().read_blocking([&](db::Tx& tx) {
      std::vector<std::string> types;
      for (auto const row : tx.query(
               {"test.types", "select type from notifications where account_id = $1 order by type"}, login.account.id))
        types.emplace_back(row.text(0));
      return types;
    });
  };
  EXPECT_THAT(told(bob), ElementsAre("status"));
  EXPECT_THAT(told(eve), ElementsAre("mention"));
  EXPECT_THAT(told(ann), ElementsAre("reblog"));
  app.put(path(status), ann.token, R"({"status": "hello again @eve"})");
  app.run_jobs();
  EXPECT_THAT(told(eve), ElementsAre("mention", "update"));
  act(eve, status, "unreblog");
  EXPECT_THAT(told(ann), IsEmpty());
  app.del(path(status), ann.token);
  EXPECT_THAT(told(eve), IsEmpty());
}

}  // namespace
}  // namespace dunlin
