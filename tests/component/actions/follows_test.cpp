// What other servers hear of follows, blocks and profiles; what the API shows of them is tested at the API.
#include "dunlin/actions/follows.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include <nlohmann/json.hpp>

#include "dunlin/actions/profile.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/media.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/relations.hpp"
#include "dunlin/store/statuses.hpp"
#include "support/test_app.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using test::Login;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr db::Statement sent_sql{"test.sent", "select body from outgoing_activities order by id"};

struct Follows : test::AppTest {
  template <class Act>
  void act(Act work) {
    app.db().transact_blocking([&](db::Tx& tx) { work(tx); });
  }
  /// Types of all activities sent so far; of an Undo and an answer with what they are about.
  std::vector<std::string> sent() {
    std::vector<std::string> types;
    for (auto const& activity : activities()) {
      std::string type = activity["type"];
      if (activity["object"].is_object() && type != "Update")
        type += " " + activity["object"]["type"].get<std::string>();
      types.push_back(type);
    }
    return types;
  }
  std::vector<json> activities() {
    return app.db().read_blocking([](db::Tx& tx) {
      std::vector<json> all;
      for (auto const row : tx.query(sent_sql)) all.push_back(json::parse(row.text(0)));
      return all;
    });
  }
  bool follows(AccountId follower, AccountId target) {
    return app.db().read_blocking(
        [&](db::Tx& tx) { return store::relations::find_follow(tx, follower, target).has_value(); });
  }
  void be_followed_by(Account const& follower, std::string const& uri) {
    act([&](db::Tx& tx) { actions::receive_follow(app.app(), tx, follower, ann.account.id, uri); });
  }
  Login ann = app.local("ann");
  Account far = app.remote("far", "far.test");
};

TEST_F(Follows, OfLocalAccountsTellNobodyElse) {
  auto const bob = app.local("bob");
  act([&](db::Tx& tx) { actions::follow(app.app(), tx, ann.account.id, bob.account.id, {}); });
  EXPECT_TRUE(follows(ann.account.id, bob.account.id));
  EXPECT_THAT(sent(), IsEmpty());
}

TEST_F(Follows, AreAskedOfARemoteAccountOnceAndTakenBack) {
  for (int i = 0; i < 2; ++i) act([&](db::Tx& tx) { actions::follow(app.app(), tx, ann.account.id, far.id, {}); });
  EXPECT_THAT(sent(), ElementsAre("Follow"));
  EXPECT_FALSE(follows(ann.account.id, far.id));
  auto const asked = activities()[0];
  act([&](db::Tx& tx) { actions::receive_accept(app.app(), tx, far.id, ann.account.id, asked["id"]); });
  EXPECT_TRUE(follows(ann.account.id, far.id));
  act([&](db::Tx& tx) { actions::unfollow(app.app(), tx, ann.account.id, far.id); });
  EXPECT_THAT(sent(), ElementsAre("Follow", "Undo Follow"));
  EXPECT_EQ(activities()[1]["object"]["id"], asked["id"]);
}

TEST_F(Follows, AreAnsweredWithTheWholeFollow) {
  be_followed_by(far, "https://far.test/follows/1");
  be_followed_by(far, "https://far.test/follows/2");  // it never heard our answer
  EXPECT_THAT(sent(), ElementsAre("Accept Follow", "Accept Follow"));
  auto const answer = activities()[1];
  EXPECT_EQ(answer["object"]["id"], "https://far.test/follows/2");
  EXPECT_EQ(answer["object"]["actor"], far.uri);
  EXPECT_EQ(answer["actor"], ann.account.uri);
}

TEST_F(Follows, OfALockedAccountWaitForItsAnswer) {
  act([&](db::Tx& tx) { actions::update_profile(app.app(), tx, ann.account.id, {.locked = true}); });
  be_followed_by(far, "https://far.test/follows/1");
  EXPECT_THAT(sent(), IsEmpty());
  act([&](db::Tx& tx) { actions::accept_follow(app.app(), tx, ann.account.id, far.id); });
  EXPECT_THAT(sent(), ElementsAre("Accept Follow"));
  act([&](db::Tx& tx) { actions::remove_follower(app.app(), tx, ann.account.id, far.id); });
  EXPECT_THAT(sent(), ElementsAre("Accept Follow", "Reject Follow"));
}

TEST_F(Follows, AreRefusedBehindABlock) {
  be_followed_by(far, "https://far.test/follows/1");
  act([&](db::Tx& tx) { actions::follow(app.app(), tx, ann.account.id, far.id, {}); });
  act([&](db::Tx& tx) { actions::block(app.app(), tx, ann.account.id, far.id); });
  EXPECT_THAT(sent(), ElementsAre("Accept Follow", "Follow", "Undo Follow", "Reject Follow", "Block"));
  be_followed_by(far, "https://far.test/follows/2");
  EXPECT_EQ(sent().back(), "Reject Follow");
  EXPECT_FALSE(follows(far.id, ann.account.id));
  act([&](db::Tx& tx) { actions::unblock(app.app(), tx, ann.account.id, far.id); });
  EXPECT_EQ(sent().back(), "Undo Block");
}

TEST_F(Follows, EndWithABlockedDomain) {
  be_followed_by(far, "https://far.test/follows/1");
  auto const other = app.remote("other", "far.test");
  act([&](db::Tx& tx) { actions::follow(app.app(), tx, ann.account.id, other.id, {}); });
  act([&](db::Tx& tx) { actions::block_domain(app.app(), tx, ann.account.id, "far.test"); });
  EXPECT_THAT(sent(), ::testing::UnorderedElementsAre("Accept Follow", "Follow", "Undo Follow", "Reject Follow"));
  EXPECT_FALSE(follows(far.id, ann.account.id));
}

TEST_F(Follows, CarryAChangedProfileToFollowersElsewhere) {
  act([&](db::Tx& tx) { actions::update_profile(app.app(), tx, ann.account.id, {.display_name = "Ann"}); });
  EXPECT_THAT(sent(), IsEmpty());  // nobody elsewhere follows
  be_followed_by(far, "https://far.test/follows/1");
  act([&](db::Tx& tx) { actions::update_profile(app.app(), tx, ann.account.id, {.display_name = "Ann the Owl"}); });
  EXPECT_THAT(sent(), ElementsAre("Accept Follow", "Update"));
  EXPECT_EQ(activities()[1]["object"]["name"], "Ann the Owl");
}

TEST_F(Follows, AreGoneWithARemoteAccountThatIsGone) {
  be_followed_by(far, "https://far.test/follows/1");
  act([&](db::Tx& tx) { actions::receive_account_removal(app.app(), tx, far.id); });
  app.db().read_blocking([&](db::Tx& tx) {
    EXPECT_FALSE(store::accounts::find(tx, far.id));
    EXPECT_EQ(store::accounts::find(tx, ann.account.id)->followers_count, 0);
  });
  // One's own account never goes because somebody else says so.
  act([&](db::Tx& tx) { actions::receive_account_removal(app.app(), tx, ann.account.id); });
  EXPECT_TRUE(app.db().read_blocking([&](db::Tx& tx) { return store::accounts::find(tx, ann.account.id); }));
}

TEST_F(Follows, LeaveNoFilesOfARemovedAccountBehind) {
  auto const other = app.remote("other", "far.test");
  auto const keep = [&](std::string const& key) {
    app.wait(app.app().storage.put(key, "bytes"));
    return app.stored_at(key);
  };
  auto const avatar_key = media::new_key("accounts/avatars", "png"), media_key = media::new_key("media", "png"),
             preview_key = media::new_key("media", "png"), others_key = media::new_key("media", "png");
  auto const avatar = keep(avatar_key), picture = keep(media_key), preview = keep(preview_key),
             others = keep(others_key);
  act([&](db::Tx& tx) {
    store::accounts::replace_avatar_file(tx, far.id, avatar_key);
    auto const now = app.clock().now();
    store::media::insert(tx, {.id = tx.next_id<MediaId>(now), .account = far.id}, {media_key, preview_key}, now);
    store::media::insert(tx, {.id = tx.next_id<MediaId>(now), .account = other.id}, {.whole = others_key}, now);
    actions::receive_account_removal(app.app(), tx, far.id);
  });
  app.run_jobs();
  EXPECT_FALSE(std::filesystem::exists(avatar));
  EXPECT_FALSE(std::filesystem::exists(picture));
  EXPECT_FALSE(std::filesystem::exists(preview));
  EXPECT_TRUE(std::filesystem::exists(others));
}

TEST_F(Follows, ThatAreAcceptedBringHomeWhatWasPostedBefore) {
  EXPECT_EQ(app.get("/api/v1/timelines/home", ann.token).body, "[]");
  auto const post = app.clock().now();
  act([&](db::Tx& tx) {
    Status status;
    status.id = tx.next_id<StatusId>(post);
    status.author = far.id;
    status.uri = status.url = far.uri + "/statuses/1";
    status.created_at = post;
    store::statuses::insert(tx, status);
    actions::follow(app.app(), tx, ann.account.id, far.id, {});
  });
  app.run_jobs();
  EXPECT_EQ(app.get("/api/v1/timelines/home", ann.token).body, "[]");
  act([&](db::Tx& tx) { actions::receive_accept(app.app(), tx, far.id, ann.account.id, ""); });
  app.run_jobs();
  EXPECT_EQ(json::parse(app.get("/api/v1/timelines/home", ann.token).body).size(), 1U);
}

TEST_F(Follows, OfARefusedTransactionLeaveNothingInMemory) {
  auto const bob = app.local("bob");
  EXPECT_THROW(act([&](db::Tx& tx) {
                 actions::follow(app.app(), tx, ann.account.id, bob.account.id, {});
                 auto const read = store::accounts_by_id(app.app().records, tx, std::span(&bob.account.id, 1));
                 EXPECT_EQ(read.front()->followers_count, 1);
                 throw std::runtime_error("refused");
               }),
               std::runtime_error);
  EXPECT_EQ(json::parse(app.get("/api/v1/accounts/" + to_string(bob.account.id)).body)["followers_count"], 0);
}

}  // namespace
}  // namespace dunlin
