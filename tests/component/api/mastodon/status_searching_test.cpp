#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "dunlin/platform/http/url.hpp"
#include "support/test_app.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using test::Login;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Ann lets herself be found, Ben does not.
struct StatusSearching : test::AppTest {
  std::string write(Login const& who, json const& draft) {
    app.clock().advance(std::chrono::seconds(1));
    return json::parse(app.post("/api/v1/statuses", who.token, draft.dump()).body)["id"];
  }
  std::string post(Login const& who, std::string const& text) { return write(who, json{{"status", text}}); }
  std::vector<std::string> search(std::string const& query, Login const& who, std::string const& more = {}) {
    app.run_jobs();
    auto const reply = app.get("/api/v2/search?type=statuses&q=" + http::percent_encode(query) + more, who.token);
    EXPECT_EQ(reply.status, 200) << reply.body;
    std::vector<std::string> ids;
    for (auto const& status : json::parse(reply.body)["statuses"]) ids.push_back(status["id"]);
    return ids;
  }
  Login ann = app.local("ann", "read write follow push", [](Account& account) { account.indexable = true; });
  Login ben = app.local("ben");
  Login eve = app.local("eve");
};

TEST_F(StatusSearching, FindsWordsPhrasesAndLeavesOutWhatIsExcluded) {
  auto const first = post(ann, "The quick brown fox, isn't it?");
  auto const second = post(ann, "A brown, quick café");
  EXPECT_THAT(search("BROWN quick", eve), ElementsAre(second, first));
  EXPECT_THAT(search("\"quick brown\"", eve), ElementsAre(first));
  EXPECT_THAT(search("brown -fox", eve), ElementsAre(second));
  EXPECT_THAT(search("cafe", eve), ElementsAre(second));
  EXPECT_THAT(search("isnt", eve), ElementsAre(first));
  EXPECT_THAT(search("-fox", eve), ElementsAre(second));
  EXPECT_THAT(search("'); drop \\ table", eve), IsEmpty());
}

TEST_F(StatusSearching, FindsPartsOfSentencesWithoutSpaces) {
  auto const id = post(ann, "今日は東京都に行きました");
  for (auto const* query : {"東京", "東京都", "京", "行きました", "た"})
    EXPECT_THAT(search(query, eve), ElementsAre(id)) << query;
  EXPECT_THAT(search("京東", eve), IsEmpty());
}

TEST_F(StatusSearching, FindsOnlyWhoWantsThatAndWhatIsOnesOwnBusiness) {
  post(ben, "secretive otter");
  EXPECT_THAT(search("otter", eve), IsEmpty());
  auto const named = post(ben, "@eve otter");
  EXPECT_THAT(search("otter", eve), ElementsAre(named));
  auto const kept = post(ben, "kept otter");
  app.post("/api/v1/statuses/" + kept + "/bookmark", eve.token);
  EXPECT_THAT(search("otter", eve), ElementsAre(kept, named));
  EXPECT_THAT(search("otter in:public", eve), IsEmpty());
  auto const open = post(ann, "open otter");
  EXPECT_THAT(search("otter in:library", eve), ElementsAre(kept, named));
  EXPECT_THAT(search("otter", eve), ElementsAre(open, kept, named));
  EXPECT_EQ(search("otter", ben).size(), 4U) << "what he wrote, and what Ann lets be found";
  EXPECT_THAT(json::parse(app.get("/api/v2/search?q=otter").body)["statuses"], IsEmpty()) << "nobody is signed in";
}

TEST_F(StatusSearching, NeverFindsWhatMayNotBeSeen) {
  app.post("/api/v1/accounts/" + to_string(ann.account.id) + "/follow", eve.token);
  auto const followers = write(ann, {{"status", "private badger"}, {"visibility", "private"}});
  EXPECT_THAT(search("badger", eve), IsEmpty()) << "followers see it, but nobody finds it unless it is theirs";
  app.post("/api/v1/statuses/" + followers + "/favourite", eve.token);
  EXPECT_THAT(search("badger", eve), ElementsAre(followers));
  app.post("/api/v1/accounts/" + to_string(eve.account.id) + "/block", ann.token);
  EXPECT_THAT(search("badger", eve), IsEmpty());
  auto const open = post(ann, "public badger");
  EXPECT_THAT(search("badger", ben), ElementsAre(open));
  EXPECT_THAT(search("badger", eve), IsEmpty());
  app.post("/api/v1/accounts/" + to_string(ann.account.id) + "/mute", ben.token);
  EXPECT_THAT(search("badger", ben), IsEmpty());
}

TEST_F(StatusSearching, KnowsOperators) {
  auto const plain = write(ann, {{"status", "heron"}, {"language", "de"}});
  auto const reply =
      write(ann, {{"status", "heron again https://a.test/x"}, {"in_reply_to_id", plain}, {"language", "en"}});
  auto const warned = write(ann, {{"status", "third heron"}, {"spoiler_text", "birds"}, {"language", "en"}});
  EXPECT_THAT(search("heron is:reply", eve), ElementsAre(reply));
  EXPECT_THAT(search("heron -is:reply", eve), ElementsAre(warned, plain));
  EXPECT_THAT(search("heron has:link", eve), ElementsAre(reply));
  EXPECT_THAT(search("heron language:de", eve), ElementsAre(plain));
  EXPECT_THAT(search("birds is:sensitive", eve), ElementsAre(warned));
  EXPECT_EQ(search("heron from:ann", eve).size(), 3U);
  EXPECT_THAT(search("heron from:me", eve), IsEmpty());
  EXPECT_THAT(search("heron from:nobody@far.test", eve), IsEmpty());
  EXPECT_EQ(search("heron -from:nobody", eve).size(), 3U);
  EXPECT_EQ(search("from:@ann@dunlin.test", eve).size(), 3U);
  EXPECT_THAT(search("heron has:media", eve), IsEmpty());
}

TEST_F(StatusSearching, KnowsDays) {
  auto const id = post(ann, "day of the stork");
  auto const day = iso_date(app.clock().now());
  EXPECT_THAT(search("stork during:" + day, eve), ElementsAre(id));
  EXPECT_THAT(search("stork after:" + day, eve), IsEmpty());
  EXPECT_THAT(search("stork before:" + day, eve), IsEmpty());
  EXPECT_THAT(search("stork before:2100-01-01 after:2001-01-01", eve), ElementsAre(id));
}

TEST_F(StatusSearching, HasPagesAndNarrowsByAccount) {
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i) ids.push_back(post(ann, "one of many geese"));
  EXPECT_THAT(search("geese", eve, "&limit=2"), ElementsAre(ids[4], ids[3]));
  EXPECT_THAT(search("geese", eve, "&limit=2&offset=2"), ElementsAre(ids[2], ids[1]));
  EXPECT_THAT(search("geese", eve, "&max_id=" + ids[1]), ElementsAre(ids[0]));
  EXPECT_THAT(search("geese", eve, "&min_id=" + ids[3]), ElementsAre(ids[4]));
  EXPECT_THAT(search("geese", eve, "&account_id=" + to_string(ben.account.id)), IsEmpty());
}

TEST_F(StatusSearching, FollowsEditsDeletionsAndAChangeOfMind) {
  auto const id = post(ben, "a heron");
  app.post("/api/v1/statuses/" + id + "/bookmark", eve.token);
  app.put("/api/v1/statuses/" + id, ben.token, R"({"status": "a crane"})");
  EXPECT_THAT(search("heron", eve), IsEmpty());
  EXPECT_THAT(search("crane", eve), ElementsAre(id));
  EXPECT_THAT(search("crane", ann), IsEmpty());
  app.patch("/api/v1/accounts/update_credentials", ben.token, R"({"indexable": true})");
  EXPECT_THAT(search("crane", ann), ElementsAre(id));
  app.patch("/api/v1/accounts/update_credentials", ben.token, R"({"indexable": false})");
  EXPECT_THAT(search("crane", ann), IsEmpty());
  app.del("/api/v1/statuses/" + id, ben.token);
  EXPECT_THAT(search("crane", eve), IsEmpty());
}

TEST_F(StatusSearching, OfManyCostsNoMoreQueriesThanOfOne) {
  for (int i = 0; i < 40; ++i) post(i % 2 ? ann : eve, "flock of starlings");
  app.run_jobs();
  auto const cost = [&](std::string const& limit) {
    app.get("/api/v2/search?type=statuses&q=starlings&limit=" + limit, eve.token);  // memory is warm from here on
    auto const before = app.statements();
    app.get("/api/v2/search?type=statuses&q=starlings&limit=" + limit, eve.token);
    return app.statements() - before;
  };
  auto const one = cost("1");
  EXPECT_EQ(cost("40"), one);
}

TEST_F(StatusSearching, FindsAccountsByAWordInTheMiddleAndWithATypingMistake) {
  app.local("zaphod", "read", [](Account& account) { account.display_name = "President Beeblebrox"; });
  auto const names = [&](std::string const& query) {
    std::vector<std::string> found;
    for (auto const& account :
         json::parse(app.get("/api/v2/search?type=accounts&q=" + query, eve.token).body)["accounts"])
      found.push_back(account["username"]);
    return found;
  };
  EXPECT_THAT(names("beeblebrox"), ElementsAre("zaphod"));
  EXPECT_THAT(names("beeblebox"), ElementsAre("zaphod"));
  EXPECT_THAT(names("zap"), ElementsAre("zaphod"));
  EXPECT_THAT(names("xyzzy"), IsEmpty());
}

}  // namespace
}  // namespace dunlin
