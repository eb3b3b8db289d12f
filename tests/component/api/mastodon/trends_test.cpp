// What many use of late, and what is said about a link that many share.
#include "dunlin/actions/trends.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "dunlin/store/cards.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/settings.hpp"
#include "dunlin/store/trends.hpp"
#include "support/posting_test.hpp"

namespace dunlin::test {
namespace {

constexpr char const* address = "https://news.test/article";

struct Trends : PostingTest {
  std::vector<Login> people;

  Trends() {
    for (auto const* name : {"cat", "dan", "eve", "fay"})
      people.push_back(app.local(name, "read write follow", [](Account& account) { account.discoverable = true; }));
    set("trendable_by_default", true);
  }
  void set(std::string_view name, bool yes) {
    app.db().transact_blocking([&](db::Tx& tx) { store::settings::set_flag(tx, name, yes); });
  }
  void refresh() {
    app.db().transact_blocking([&](db::Tx& tx) { store::trends::recompute(tx, app.clock().now()); });
  }
  std::vector<json> everybody_posts(std::string const& text) {
    std::vector<json> posts;
    for (auto const& who : people) posts.push_back(post(who, text));
    return posts;
  }
  /// Ties a post to a page as the job does that reads pages.
  void link(json const& status) {
    app.db().transact_blocking([&](db::Tx& tx) {
      auto const id = *parse_id<StatusId>(status["id"].get<std::string>());
      Card card;
      card.id = store::cards::attach(tx, id, address, "news.test", app.clock().now()).id;
      card.url = address;
      card.title = "News";
      store::cards::fill(tx, card, "news.test", app.clock().now());
    });
  }
  json of(std::string const& kind, std::string_view token = {}, std::string const& rest = {}) {
    return json::parse(app.get("/api/v1/trends/" + kind + rest, token).body);
  }
  std::vector<std::string> names(std::string const& rest = {}) {
    std::vector<std::string> found;
    for (auto const& tag : of("tags", {}, rest)) found.push_back(tag["name"]);
    return found;
  }
};

TEST_F(Trends, OfHashtagsAreThoseThatManyUse) {
  everybody_posts("#popular");
  for (int i = 0; i < 5; ++i) post(ann, "#mine");
  refresh();
  auto const tags = of("tags");
  EXPECT_EQ(misfit("Array<Tag>", tags.dump()), "");
  ASSERT_EQ(tags.size(), 1U);
  EXPECT_EQ(tags[0]["name"], "popular");
  EXPECT_EQ(tags[0]["history"].size(), 7U);
  EXPECT_EQ(tags[0]["history"][0]["accounts"], "4");
}

TEST_F(Trends, FadeWhenNobodyUsesThemAnyMore) {
  everybody_posts("#popular");
  refresh();
  EXPECT_EQ(names(), std::vector<std::string>{"popular"});
  app.clock().advance(std::chrono::days(3));
  refresh();
  EXPECT_TRUE(names().empty());
}

TEST_F(Trends, AreNotWhatIsUsedAsEveryDay) {
  everybody_posts("#always");
  app.clock().advance(std::chrono::hours(30));
  everybody_posts("#always");
  refresh();
  EXPECT_TRUE(names().empty());
}

TEST_F(Trends, ShowOnlyWhatWasReviewedUnlessTheSettingsSayOtherwise) {
  everybody_posts("#popular");
  refresh();
  set("trendable_by_default", false);
  EXPECT_TRUE(names().empty());
  set("trendable_by_default", true);
  EXPECT_FALSE(names().empty());
  set("trends", false);
  EXPECT_TRUE(names().empty());
}

TEST_F(Trends, CountNoPrivatePosts) {
  for (auto const& who : people) post(who, json{{"status", "#secret"}, {"visibility", "private"}});
  refresh();
  EXPECT_TRUE(names().empty());
}

TEST_F(Trends, OfStatusesAreThoseThatManyLike) {
  auto const liked = post(people[0], "liked"), boring = post(people[0], "boring"),
             hidden = post(ann, "of somebody shy");
  for (auto const& who : people)
    for (auto const& status : {liked, hidden}) act(who, status, "favourite");
  refresh();
  EXPECT_EQ(ids(list("/api/v1/trends/statuses")), std::vector<std::string>{liked["id"]});
  EXPECT_EQ(ids(list("/api/v1/trends/statuses", bob.token)), std::vector<std::string>{liked["id"]});
  block(people[0].account, bob.account);
  app.app().records.clear();
  EXPECT_TRUE(list("/api/v1/trends/statuses", bob.token).empty());
  app.del(path(liked), people[0].token);
  EXPECT_TRUE(list("/api/v1/trends/statuses").empty());
}

TEST_F(Trends, OfLinksTellHowOftenTheyWereShared) {
  for (auto const& status : everybody_posts("read this")) link(status);
  refresh();
  auto const links = of("links");
  EXPECT_EQ(misfit("Array<TrendsLink>", links.dump()), "");
  ASSERT_EQ(links.size(), 1U);
  EXPECT_EQ(links[0]["url"], address);
  EXPECT_EQ(links[0]["history"][0]["uses"], "4");
}

TEST_F(Trends, LinksHaveATimelineOfPublicPosts) {
  auto const target = "/api/v1/timelines/link?url=" + std::string(address);
  auto const posts = everybody_posts("read this");
  for (auto const& status : posts) link(status);
  auto const secret = post(ann, json{{"status", "secret"}, {"visibility", "private"}});
  link(secret);
  error(app.get(target), 404);
  refresh();
  EXPECT_EQ(ids(list(target)).size(), 4U);
  EXPECT_EQ(ids(list(target + "&limit=1")), std::vector<std::string>{posts.back()["id"]});
  block(bob.account, people[0].account);
  EXPECT_EQ(ids(list(target, bob.token)).size(), 3U);
  set("trendable_by_default", false);
  error(app.get(target), 404);
  error(app.get("/api/v1/timelines/link"), 400);
}

TEST_F(Trends, ArePagedByCounting) {
  everybody_posts("#one #two #three");
  refresh();
  EXPECT_EQ(names("?limit=2").size(), 2U);
  EXPECT_EQ(names("?limit=2&offset=2").size(), 1U);
  EXPECT_NE(header(app.get("/api/v1/trends/tags?limit=2"), "Link").find("limit=2&offset=2>; rel=\"next\""),
            std::string::npos);
  EXPECT_EQ(header(app.get("/api/v1/trends/tags?limit=2&offset=3"), "Link").find("next"), std::string::npos);
  EXPECT_FALSE(header(app.get("/api/v1/trends"), "Deprecation").empty());
}

TEST_F(Trends, AreComputedByAJobThatComesBack) {
  everybody_posts("#popular");
  app.db().transact_blocking([&](db::Tx& tx) { actions::schedule_trends(tx); });
  app.run_jobs();
  EXPECT_EQ(names(), std::vector<std::string>{"popular"});
}

TEST_F(Trends, CostAsManyQueriesForManyAsForOne) {
  for (auto const& status : everybody_posts("#a #b #c #d #e")) {
    link(status);
    for (auto const& who : people) act(who, status, "favourite");
  }
  refresh();
  app.get("/api/v1/trends/tags", bob.token);  // learns the token
  auto const statements_of = [&](std::string const& target) {
    app.app().records.clear();
    auto const before = app.statements();
    EXPECT_EQ(app.get(target, bob.token).status, 200);
    return app.statements() - before;
  };
  for (std::string const kind : {"tags", "links", "statuses"})
    EXPECT_EQ(statements_of("/api/v1/trends/" + kind), statements_of("/api/v1/trends/" + kind + "?limit=1")) << kind;
}

}  // namespace
}  // namespace dunlin::test
