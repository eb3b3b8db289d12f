#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "support/test_app.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using test::Login;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::string id(Login const& login) {
  return to_string(login.account.id);
}

struct Discovery : test::AppTest {
  Login open(std::string const& name) {
    return app.local(name, "read write follow", [](Account& account) { account.discoverable = true; });
  }
  void act(Login const& who, std::string const& verb, Login const& whom) {
    EXPECT_EQ(app.post("/api/v1/accounts/" + id(whom) + "/" + verb, who.token).status, 200);
  }
  json read(std::string const& target, std::string_view token = {}) {
    auto const reply = app.get(target, token);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return json::parse(reply.body);
  }
  static std::vector<std::string> names(json const& accounts) {
    std::vector<std::string> found;
    for (auto const& one : accounts) found.push_back((one.contains("account") ? one["account"] : one)["username"]);
    return found;
  }

  Login ann = open("ann"), bob = open("bob"), cat = open("cat"), shy = app.local("shy");
};

TEST_F(Discovery, TheDirectoryHasWhoWantsToBeFound) {
  app.post("/api/v1/statuses", ann.token, R"({"status":"here"})");
  app.clock().advance(std::chrono::hours(1));
  app.post("/api/v1/statuses", cat.token, R"({"status":"here"})");
  EXPECT_THAT(names(read("/api/v1/directory")), ElementsAre("cat", "ann", "bob"));
  EXPECT_THAT(names(read("/api/v1/directory?order=new&limit=2")), ElementsAre("cat", "bob"));
  EXPECT_THAT(names(read("/api/v1/directory?order=new&offset=2")), ElementsAre("ann"));
  app.remote("rae", "far.example", [](Account& account) { account.discoverable = true; });
  EXPECT_THAT(names(read("/api/v1/directory")), Contains("rae"));
  EXPECT_THAT(names(read("/api/v1/directory?local=true")), Not(Contains("rae")));
}

TEST_F(Discovery, TheDirectoryLeavesOutWhoIsKeptApart) {
  act(ann, "block", bob);
  EXPECT_THAT(names(read("/api/v1/directory", ann.token)), Not(Contains("bob")));
  EXPECT_THAT(names(read("/api/v1/directory", bob.token)), Not(Contains("ann")));
  act(ann, "mute", cat);
  EXPECT_THAT(names(read("/api/v1/directory", ann.token)), ElementsAre("ann"));
}

TEST_F(Discovery, FriendsOfFriendsAreSuggestedFirst) {
  auto const dan = open("dan");
  act(ann, "follow", bob);
  act(bob, "follow", cat);
  act(shy, "follow", dan);
  act(cat, "follow", shy);
  auto const suggestions = read("/api/v2/suggestions", ann.token);
  EXPECT_THAT(names(suggestions), ElementsAre("cat", "dan")) << "neither whom she follows nor who is shy";
  EXPECT_EQ(suggestions[0]["source"], "past_interactions");
  EXPECT_EQ(suggestions[0]["sources"], json({"friends_of_friends", "most_followed"}));
  EXPECT_EQ(suggestions[1]["sources"], json({"most_followed"}));
  EXPECT_THAT(names(read("/api/v1/suggestions", ann.token)), ElementsAre("cat", "dan"));
  EXPECT_EQ(app.del("/api/v1/suggestions/" + id(cat), ann.token).status, 200);
  EXPECT_EQ(app.del("/api/v1/suggestions/" + id(cat), ann.token).status, 200);
  EXPECT_THAT(names(read("/api/v2/suggestions", ann.token)), ElementsAre("dan"));
  act(dan, "block", ann);
  EXPECT_THAT(names(read("/api/v2/suggestions", ann.token)), IsEmpty());
}

TEST_F(Discovery, FamiliarFollowersAreThoseOneFollows) {
  act(ann, "follow", bob);
  act(bob, "follow", cat);
  act(shy, "follow", cat);
  auto const target = "/api/v1/accounts/familiar_followers?id[]=" + id(cat) + "&id[]=" + id(shy) + "&id[]=999";
  auto const found = read(target, ann.token);
  ASSERT_THAT(found, SizeIs(2)) << "an unknown account is left out";
  EXPECT_EQ(found[0]["id"], id(cat));
  EXPECT_THAT(names(found[0]["accounts"]), ElementsAre("bob"));
  EXPECT_THAT(found[1]["accounts"], IsEmpty());
  app.patch("/api/v1/accounts/update_credentials", bob.token, R"({"hide_collections":true})");
  EXPECT_THAT(read(target, ann.token)[0]["accounts"], IsEmpty()) << "he hides whom he follows";
}

TEST_F(Discovery, CostsAsManyQueriesHoweverMany) {
  auto const cost = [&](std::string const& target) {
    read(target, ann.token);
    auto const before = app.statements();
    read(target, ann.token);
    return app.statements() - before;
  };
  act(ann, "follow", bob);
  act(bob, "follow", cat);
  std::vector<std::string> const targets{"/api/v1/directory", "/api/v2/suggestions",
                                         "/api/v1/accounts/familiar_followers?id[]=" + id(cat)};
  std::vector<std::int64_t> for_few;
  for (auto const& target : targets) for_few.push_back(cost(target));
  for (int i = 0; i < 40; ++i) {
    auto const other = open("user" + std::to_string(i));
    act(bob, "follow", other);
    act(other, "follow", cat);
  }
  for (std::size_t i = 0; i < targets.size(); ++i) EXPECT_EQ(cost(targets[i]), for_few[i]) << targets[i];
}

}  // namespace
}  // namespace dunlin
