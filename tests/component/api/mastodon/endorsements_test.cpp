#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "support/test_app.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using test::Login;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string id(Login const& login) {
  return to_string(login.account.id);
}

struct Endorsements : test::AppTest {
  json post(Login const& who, std::string const& verb, Login const& whom, std::string_view body = "{}",
            int status = 200) {
    auto const reply = app.post("/api/v1/accounts/" + id(whom) + "/" + verb, who.token, body);
    EXPECT_EQ(reply.status, status) << reply.body;
    return json::parse(reply.body);
  }
  std::vector<std::string> names(std::string const& target, std::string_view token = {}) {
    auto const reply = app.get(target, token);
    EXPECT_EQ(reply.status, 200) << reply.body;
    std::vector<std::string> found;
    for (auto const& account : json::parse(reply.body)) found.push_back(account["username"]);
    return found;
  }
  std::string of(Login const& who) { return "/api/v1/accounts/" + id(who) + "/endorsements"; }

  Login ann = app.local("ann"), bob = app.local("bob"), cat = app.local("cat");
};

TEST_F(Endorsements, ShowWhomOneFollowsAndNobodyElse) {
  post(ann, "endorse", bob, "{}", 422);
  post(ann, "follow", bob);
  post(ann, "follow", cat);
  EXPECT_EQ(post(ann, "endorse", bob)["endorsed"], true);
  EXPECT_EQ(post(ann, "pin", bob)["endorsed"], true) << "twice does no harm";
  post(ann, "pin", cat);
  EXPECT_THAT(names("/api/v1/endorsements", ann.token), ElementsAre("cat", "bob"));
  EXPECT_THAT(names("/api/v1/endorsements?limit=1", ann.token), ElementsAre("cat"));
  EXPECT_THAT(names("/api/v1/endorsements?limit=0", ann.token), SizeIs(2));
  EXPECT_THAT(names(of(ann)), ElementsAre("cat", "bob"));
  EXPECT_EQ(post(ann, "unpin", cat)["endorsed"], false);
  EXPECT_THAT(names(of(ann)), ElementsAre("bob"));
}

TEST_F(Endorsements, EndWithTheFollow) {
  post(ann, "follow", bob);
  post(ann, "endorse", bob);
  EXPECT_EQ(post(ann, "unfollow", bob)["endorsed"], false);
  post(ann, "follow", bob);
  post(ann, "endorse", bob);
  post(bob, "block", ann);
  EXPECT_THAT(names(of(ann)), IsEmpty());
}

TEST_F(Endorsements, AreNotShownToWhoIsKeptApart) {
  post(ann, "follow", bob);
  post(ann, "endorse", bob);
  post(cat, "block", bob);
  EXPECT_THAT(names(of(ann), cat.token), IsEmpty());
  post(ann, "block", cat);
  EXPECT_THAT(names(of(ann), cat.token), IsEmpty());
  EXPECT_THAT(names(of(ann)), ElementsAre("bob"));
}

TEST_F(Endorsements, CostAsManyQueriesHoweverMany) {
  auto const cost = [&] {
    auto const before = app.statements();
    names(of(ann));
    return app.statements() - before;
  };
  std::int64_t for_one = 0;
  for (int i = 0; i < 40; ++i) {
    auto const other = app.local("user" + std::to_string(i));
    post(ann, "follow", other);
    post(ann, "endorse", other);
    if (i == 0) for_one = cost();
  }
  EXPECT_LE(cost(), for_one + 1);  // one more where accounts were not in memory
  EXPECT_THAT(names(of(ann)), SizeIs(40));
}

TEST_F(Endorsements, NotesAreForOneselfAlone) {
  EXPECT_EQ(post(ann, "note", bob, R"({"comment":"met at the fair"})")["note"], "met at the fair");
  auto const relation = [&](Login const& who) {
    return json::parse(app.get("/api/v1/accounts/relationships?id=" + id(bob), who.token).body)[0]["note"];
  };
  EXPECT_EQ(relation(ann), "met at the fair");
  EXPECT_EQ(relation(cat), "");
  post(ann, "note", bob, json{{"comment", std::string(2001, 'x')}}.dump(), 422);
  EXPECT_EQ(post(ann, "note", bob, R"({"comment":""})")["note"], "");
  EXPECT_EQ(app.post("/api/v1/accounts/999/note", ann.token, "{}").status, 404);
}

}  // namespace
}  // namespace dunlin
