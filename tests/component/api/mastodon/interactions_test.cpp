#include "support/posting_test.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

struct Interactions : test::PostingTest {
  json who(json const& status, std::string_view what) {
    return of_type("Array<Account>", app.get(path(status, "/" + std::string(what))));
  }
};

TEST_F(Interactions, AFavouriteIsCountedOnceAndTakenBack) {
  auto const status = post(ann, "hi");
  show(bob.token, status);
  for (int i = 0; i < 2; ++i) {
    auto const now = act(bob, status, "favourite");
    EXPECT_EQ(now["favourites_count"], 1);
    EXPECT_EQ(now["favourited"], true);
  }
  EXPECT_EQ(show(ann.token, status)["favourites_count"], 1);
  EXPECT_EQ(show(ann.token, status)["favourited"], false);
  EXPECT_EQ(show(bob.token, status)["favourited"], true);
  EXPECT_EQ(who(status, "favourited_by")[0]["acct"], "bob");
  EXPECT_EQ(ids(list("/api/v1/favourites", bob.token)), ids(json::array({status})));
  auto const after = act(bob, status, "unfavourite");
  EXPECT_EQ(after["favourites_count"], 0);
  EXPECT_EQ(after["favourited"], false);
  act(bob, status, "unfavourite");
  EXPECT_THAT(who(status, "favourited_by"), SizeIs(0));
  EXPECT_EQ(show(bob.token, status)["favourites_count"], 0);
}

TEST_F(Interactions, AFavouriteTellsTheAuthorOnce) {
  auto const status = post(ann, "hi");
  act(bob, status, "favourite");
  act(bob, status, "favourite");
  act(ann, status, "favourite");
  auto const told = app.db().read_blocking([&](db::Tx& tx) {
    return tx.query({"test.told", "select count(*) from notifications where type = 'favourite'"})[0].get<std::int64_t>(
        0);
  });
  EXPECT_EQ(told, 1);
}

TEST_F(Interactions, ABoostShowsTheOriginalInside) {
  auto const status = post(ann, json{{"status", "hi"}, {"spoiler_text", "cw"}});
  auto const boost = act(bob, status, "reblog");
  EXPECT_NE(boost["id"], status["id"]);
  EXPECT_EQ(boost["account"]["acct"], "bob");
  EXPECT_EQ(boost["reblog"]["id"], status["id"]);
  EXPECT_EQ(boost["reblog"]["account"]["acct"], "ann");
  EXPECT_EQ(boost["reblog"]["reblogs_count"], 1);
  EXPECT_EQ(boost["reblog"]["reblogged"], true);
  EXPECT_FALSE(boost.contains("pinned"));
  auto const again = act(bob, status, "reblog");
  EXPECT_EQ(again["id"], boost["id"]);
  EXPECT_EQ(show(ann.token, status)["reblogs_count"], 1);
  EXPECT_EQ(who(status, "reblogged_by")[0]["acct"], "bob");
  EXPECT_EQ(who(boost, "reblogged_by")[0]["acct"], "bob") << "counted at the original";
  EXPECT_EQ(act(ann, boost, "favourite")["id"], status["id"]);
  auto const after = act(bob, status, "unreblog");
  EXPECT_EQ(after["id"], status["id"]);
  EXPECT_EQ(after["reblogs_count"], 0);
  EXPECT_EQ(after["reblogged"], false);
  EXPECT_EQ(app.get(path(boost), bob.token).status, 404);
  EXPECT_NE(act(bob, status, "reblog")["id"], boost["id"]);
}

TEST_F(Interactions, DeletingTheOriginalTakesItsBoostsAlong) {
  auto const status = post(ann, "hi");
  auto const boost = act(bob, status, "reblog");
  app.del(path(status), ann.token);
  EXPECT_EQ(app.get(path(boost), bob.token).status, 404);
  EXPECT_THAT(list("/api/v1/accounts/" + to_string(bob.account.id) + "/statuses"), SizeIs(0));
}

TEST_F(Interactions, OnlyOpenAndOwnFollowersOnlyPostsAreBoosted) {
  auto const hidden = post(ann, json{{"status", "x"}, {"visibility", "private"}});
  auto const direct = post(ann, json{{"status", "@bob x"}, {"visibility", "direct"}});
  EXPECT_EQ(app.post(path(hidden, "/reblog"), bob.token).status, 404);
  follow(bob.account, ann.account);
  error(app.post(path(hidden, "/reblog"), bob.token), 403);
  error(app.post(path(direct, "/reblog"), bob.token), 403);
  error(app.post(path(direct, "/reblog"), ann.token), 403);
  EXPECT_EQ(act(ann, hidden, "reblog")["visibility"], "private");
  auto const open = post(ann, "open");
  EXPECT_EQ(act(bob, open, "reblog", {{"visibility", "unlisted"}})["visibility"], "unlisted");
  error(app.post(path(open, "/reblog"), ann.token, R"({"visibility": "direct"})"), 422);
}

TEST_F(Interactions, BookmarksAreOnesOwn) {
  auto const a = post(ann, "a"), b = post(ann, "b");
  EXPECT_EQ(act(bob, a, "bookmark")["bookmarked"], true);
  act(bob, a, "bookmark");
  app.clock().advance(std::chrono::seconds(1));
  act(bob, b, "bookmark");
  EXPECT_EQ(ids(list("/api/v1/bookmarks", bob.token)), ids(json::array({b, a})));
  EXPECT_EQ(act(bob, a, "unbookmark")["bookmarked"], false);
  EXPECT_EQ(ids(list("/api/v1/bookmarks", bob.token)), ids(json::array({b})));
  EXPECT_EQ(show(ann.token, b)["bookmarked"], false);
}

TEST_F(Interactions, OwnPostsArePinnedUpToFive) {
  std::vector<json> posts;
  for (int i = 0; i < 6; ++i) posts.push_back(post(ann, "p" + std::to_string(i)));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(act(ann, posts[static_cast<std::size_t>(i)], "pin")["pinned"], true);
  act(ann, posts[0], "pin");
  EXPECT_EQ(error(app.post(path(posts[5], "/pin"), ann.token), 422),
            "Validation failed: You have already pinned the maximum number of posts");
  error(app.post(path(posts[0], "/pin"), bob.token), 422);
  error(app.post(path(post(ann, json{{"status", "@bob x"}, {"visibility", "direct"}}), "/pin"), ann.token), 422);
  auto const pinned = "/api/v1/accounts/" + to_string(ann.account.id) + "/statuses?pinned=true";
  EXPECT_THAT(list(pinned), SizeIs(5));
  EXPECT_EQ(act(ann, posts[0], "unpin")["pinned"], false);
  EXPECT_THAT(list(pinned), SizeIs(4));
}

TEST_F(Interactions, AMutedConversationIsShownAsMuted) {
  auto const status = post(ann, "a"), reply = post(bob, json{{"status", "b"}, {"in_reply_to_id", status["id"]}});
  show(ann.token, reply);
  EXPECT_EQ(act(ann, status, "mute")["muted"], true);
  EXPECT_EQ(show(ann.token, reply)["muted"], true);
  EXPECT_EQ(show(bob.token, reply)["muted"], false);
  EXPECT_EQ(act(ann, status, "unmute")["muted"], false);
}

TEST_F(Interactions, WhoDidWhatIsPagedByRowsOfItsOwn) {
  auto const status = post(ann, "hi");
  for (auto const* name : {"one", "two", "three"}) {
    auto const login = app.local(name);
    app.clock().advance(std::chrono::seconds(1));
    act(login, status, "favourite");
  }
  auto const first = app.get(path(status, "/favourited_by?limit=2"));
  EXPECT_THAT(of_type("Array<Account>", first), SizeIs(2));
  auto const link = header(first, "Link");
  EXPECT_THAT(link, HasSubstr("limit=2&max_id="));
  EXPECT_THAT(link, HasSubstr("since_id="));
  auto const at = link.find("max_id=");
  auto const cursor = link.substr(at, link.find('>') - at);
  auto const second = app.get(path(status, "/favourited_by?limit=2&" + cursor));
  auto const rest = of_type("Array<Account>", second);
  ASSERT_THAT(rest, SizeIs(1));
  EXPECT_EQ(rest[0]["acct"], "one");
  EXPECT_THAT(header(second, "Link"), Not(HasSubstr("rel=\"next\"")));
}

}  // namespace
}  // namespace dunlin
