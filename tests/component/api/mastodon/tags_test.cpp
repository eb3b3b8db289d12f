#include "support/posting_test.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Tags : test::PostingTest {
  test::Login eve = app.local("eve");

  json tag(std::string_view name, std::string_view token = {}) {
    return of_type("Tag", app.get("/api/v1/tags/" + std::string(name), token));
  }
  json act_on(std::string_view name, std::string_view verb) {
    return of_type("Tag", app.post("/api/v1/tags/" + std::string(name) + "/" + std::string(verb), bob.token));
  }
  std::vector<std::string> home() {
    app.run_jobs();
    return ids(list("/api/v1/timelines/home", bob.token));
  }
};

TEST_F(Tags, ShowWhetherOneFollowsThem) {
  EXPECT_EQ(act_on("Birds", "follow")["following"], true);
  auto const seen = tag("BIRDS/", bob.token);
  EXPECT_EQ(seen["name"], "birds");
  EXPECT_EQ(seen["following"], true);
  EXPECT_EQ(tag("birds", ann.token)["following"], false);
  EXPECT_FALSE(tag("birds").contains("following"));
  EXPECT_EQ(tag("nobody_used_it", bob.token)["history"].size(), 7U);
  EXPECT_EQ(act_on("birds", "unfollow")["following"], false);
  EXPECT_EQ(act_on("birds", "unfollow")["following"], false);
  EXPECT_EQ(error(app.get("/api/v1/tags/%21%21", bob.token), 404), "Record not found");
  EXPECT_EQ(app.post("/api/v1/tags/birds/follow", {}).status, 401);
}

TEST_F(Tags, ThatOneFollowsAreListed) {
  std::vector<std::string> names;
  for (int i = 0; i < 5; ++i) {
    app.clock().advance(std::chrono::seconds(1));
    names.insert(names.begin(), act_on("tag" + std::to_string(i), "follow")["name"]);
  }
  auto const named = [&](std::string const& target) {
    std::vector<std::string> found;
    for (auto const& one : of_type("Array<Tag>", app.get(target, bob.token))) found.push_back(one["name"]);
    return found;
  };
  EXPECT_EQ(named("/api/v1/followed_tags"), names);
  auto const link = header(app.get("/api/v1/followed_tags?limit=2", bob.token), "Link");
  EXPECT_THAT(link, HasSubstr("since_id="));
  auto const next = link.substr(link.find("max_id="), link.find('>') - link.find("max_id="));
  EXPECT_THAT(named("/api/v1/followed_tags?limit=2&" + next), ElementsAre(names[2], names[3]));
  EXPECT_THAT(of_type("Array<Tag>", app.get("/api/v1/followed_tags", ann.token)), IsEmpty());
}

TEST_F(Tags, ThatOneFollowsBringPostsHomeOnce) {
  act_on("birds", "follow");
  act_on("trees", "follow");
  home();
  auto const pushed = post(ann, "#Birds in #trees");
  EXPECT_THAT(home(), ElementsAre(pushed["id"]));
  follow(bob.account, ann.account);
  act_on("stones", "follow");  // the feed is made anew
  auto const second = post(ann, "more #birds"), plain = post(ann, "no tag");
  EXPECT_THAT(home(), ElementsAre(plain["id"], second["id"], pushed["id"]));
  act_on("stones", "unfollow");
  EXPECT_THAT(home(), ElementsAre(plain["id"], second["id"], pushed["id"]));
}

TEST_F(Tags, ThatAnEditAddsBringThePostHome) {
  act_on("birds", "follow");
  EXPECT_THAT(home(), IsEmpty());  // from here on there is a feed
  auto const first = post(ann, "seen today"), later = post(ann, "#birds");
  EXPECT_THAT(home(), ElementsAre(later["id"]));
  of_type("Status", app.put(path(first), ann.token, R"({"status": "#birds seen today"})"));
  EXPECT_THAT(home(), ElementsAre(later["id"], first["id"]));
  of_type("Status", app.put(path(first), ann.token, R"({"status": "#birds seen today, twice"})"));
  EXPECT_THAT(home(), ElementsAre(later["id"], first["id"]));
}

TEST_F(Tags, LeaveHomeWithTheirPostsWhenOneUnfollowsThem) {
  act_on("birds", "follow");
  auto const status = post(ann, "#birds");
  EXPECT_THAT(home(), ElementsAre(status["id"]));
  act_on("birds", "unfollow");
  EXPECT_THAT(home(), IsEmpty());
}

TEST_F(Tags, BringOnlyWhatAnybodyMaySee) {
  act_on("birds", "follow");
  home();
  for (auto const* visibility : {"unlisted", "private", "direct"})
    post(ann, json{{"status", "#birds"}, {"visibility", visibility}});
  act(ann, post(bob, "my own"), "reblog");
  EXPECT_THAT(home(), testing::SizeIs(1)) << "one's own";
}

TEST_F(Tags, BringNothingOfWhomOneKeepsAway) {
  auto zoe = app.local("zoe");
  block(bob.account, ann.account);
  block(eve.account, bob.account);
  EXPECT_EQ(app.post("/api/v1/accounts/" + to_string(zoe.account.id) + "/mute", bob.token).status, 200);
  act_on("birds", "follow");
  for (int rebuilt = 0; rebuilt < 2; ++rebuilt) {
    for (auto const* who : {&ann, &eve, &zoe}) post(*who, "#birds");
    EXPECT_THAT(home(), IsEmpty()) << rebuilt;
    act_on("birds", "unfollow");
    act_on("birds", "follow");
  }
}

TEST_F(Tags, CostAsManyQueriesForFortyAsForOne) {
  for (int i = 0; i < 41; ++i) act_on("tag" + std::to_string(i), "follow");
  auto const statements_of = [&](std::string const& target) {
    auto const before = app.statements();
    EXPECT_EQ(app.get(target, bob.token).status, 200);
    return app.statements() - before;
  };
  statements_of("/api/v1/followed_tags?limit=1");
  EXPECT_EQ(statements_of("/api/v1/followed_tags?limit=40"), statements_of("/api/v1/followed_tags?limit=1"));
}

}  // namespace
}  // namespace dunlin
