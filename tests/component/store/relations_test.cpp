#include "dunlin/store/relations.hpp"

#include <gmock/gmock.h>

#include "dunlin/store/accounts.hpp"
#include "support/test_database.hpp"

namespace dunlin {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
namespace relations = store::relations;

struct Relations : test::StoreTest {
  Timestamp now{std::chrono::sys_days{std::chrono::year{2026} / 3 / 4} + 5h};
  int made = 0;

  AccountId insert(std::string domain = {}) {
    Account a;
    a.id = tx.next_id<AccountId>(now);
    a.username = "rel" + std::to_string(++made);
    a.domain = std::move(domain);
    a.uri = a.url = "https://x.test/" + a.username;
    a.created_at = now;
    store::accounts::insert(tx, a);
    return a.id;
  }
  relations::Follow follow(AccountId follower, AccountId target) {
    relations::Follow f{.id = tx.next_id<FollowId>(now), .follower = follower, .target = target, .created_at = now};
    relations::insert_follow(tx, f);
    return f;
  }
  std::vector<AccountId> accounts(std::vector<relations::Entry> const& entries) {
    std::vector<AccountId> ids;
    for (auto const& entry : entries) ids.push_back(entry.account);
    return ids;
  }
};

TEST_F(Relations, AFollowIsCountedOnceAtBothEnds) {
  auto const a = insert(), b = insert();
  relations::Follow f{.id = tx.next_id<FollowId>(now), .follower = a, .target = b, .created_at = now};
  EXPECT_TRUE(relations::insert_follow(tx, f));
  f.id = tx.next_id<FollowId>(now);
  EXPECT_FALSE(relations::insert_follow(tx, f));
  EXPECT_EQ(store::accounts::find(tx, a)->following_count, 1);
  EXPECT_EQ(store::accounts::find(tx, b)->followers_count, 1);
  EXPECT_EQ(store::accounts::find(tx, b)->following_count, 0);
  EXPECT_TRUE(relations::remove_follow(tx, a, b));
  EXPECT_FALSE(relations::remove_follow(tx, a, b));
  EXPECT_EQ(store::accounts::find(tx, b)->followers_count, 0);
}

TEST_F(Relations, ShowsAllTiesOfManyAccountsInOneQuery) {
  auto const me = insert(), followed = insert(), follower = insert(), foe = insert("bad.test"), stranger = insert();
  auto f = relations::Follow{.id = tx.next_id<FollowId>(now),
                             .follower = me,
                             .target = followed,
                             .show_boosts = false,
                             .notify = true,
                             .languages = {"de", "en"},
                             .created_at = now};
  relations::insert_follow(tx, f);
  follow(follower, me);
  f.id = tx.next_id<FollowId>(now);
  f.target = stranger;
  relations::insert_request(tx, f);
  relations::insert_request(tx, {.id = {6}, .follower = stranger, .target = me, .created_at = now});
  relations::insert_block(tx, {.id = tx.next_id<BlockId>(now), .account = me, .target = foe, .created_at = now});
  relations::insert_block(tx, {.id = tx.next_id<BlockId>(now), .account = stranger, .target = me, .created_at = now});
  relations::insert_domain_block(tx, me, "bad.test", now);
  relations::put_mute(tx, {.id = 1, .account = me, .target = follower, .expires_at = now + 1h, .created_at = now});

  std::vector<AccountId> const ids{stranger, followed, follower, foe, AccountId{12}, followed};
  auto const before = statements();
  auto const found = relations::find_many(tx, me, ids, false, now);
  EXPECT_EQ(statements() - before, 2);  // the mute was still queued
  ASSERT_THAT(found, SizeIs(4));
  EXPECT_TRUE(found[0].id == stranger && found[0].requested && found[0].requested_by && found[0].blocked_by);
  EXPECT_FALSE(found[0].following || found[0].blocking || found[0].muting);
  EXPECT_TRUE(found[1].id == followed && found[1].following && found[1].notify && !found[1].show_boosts);
  EXPECT_THAT(found[1].languages, ElementsAre("de", "en"));
  EXPECT_FALSE(found[1].requested || found[1].followed_by);
  EXPECT_TRUE(found[2].followed_by && found[2].muting && found[2].muting_notifications);
  EXPECT_EQ(found[2].muting_expires_at, now + 1h);
  EXPECT_TRUE(found[3].blocking && found[3].domain_blocking);
  EXPECT_FALSE(relations::find(tx, me, follower, now + 2h).muting);  // its time is over
}

TEST_F(Relations, LeavesSuspendedAccountsOutUnlessAskedFor) {
  auto const me = insert(), gone = insert();
  follow(gone, me);
  auto account = *store::accounts::find(tx, gone);
  account.suspended_at = now;
  store::accounts::update(tx, account);
  EXPECT_THAT(relations::find_many(tx, me, std::span(&gone, 1), false, now), IsEmpty());
  EXPECT_THAT(relations::find_many(tx, me, std::span(&gone, 1), true, now), SizeIs(1));
  EXPECT_THAT(relations::followers(tx, me, {}, {}), IsEmpty());
}

TEST_F(Relations, PagesFollowersByTheIdOfTheFollow) {
  auto const me = insert();
  std::vector<relations::Follow> follows;
  for (int i = 0; i < 5; ++i) follows.push_back(follow(insert(), me));
  auto const ids = [&](Window window) {
    std::vector<std::int64_t> cursors;
    for (auto const& entry : relations::followers(tx, me, {}, window)) cursors.push_back(entry.cursor);
    return cursors;
  };
  auto const at = [&](int i) { return follows[static_cast<std::size_t>(i)].id.value; };
  EXPECT_THAT(ids({.limit = 2}), ElementsAre(at(4), at(3)));
  EXPECT_THAT(ids({.max_id = at(3), .limit = 2}), ElementsAre(at(2), at(1)));
  EXPECT_THAT(ids({.since_id = at(0), .limit = 2}), ElementsAre(at(4), at(3)));
  EXPECT_THAT(ids({.min_id = at(0), .limit = 2}), ElementsAre(at(2), at(1)));
  EXPECT_THAT(ids({.max_id = at(2), .min_id = at(0), .limit = 9}), ElementsAre(at(1)));
}

TEST_F(Relations, HidesFromTheViewerWhomTheyBlockOrMute) {
  auto const me = insert(), viewer = insert(), blocked = insert(), blocker = insert(), muted = insert();
  for (auto const id : {blocked, blocker, muted, viewer}) follow(id, me), follow(me, id);
  relations::insert_block(tx, {.id = {1}, .account = viewer, .target = blocked, .created_at = now});
  relations::insert_block(tx, {.id = {2}, .account = blocker, .target = viewer, .created_at = now});
  relations::put_mute(tx, {.id = 3, .account = viewer, .target = muted, .created_at = now});
  EXPECT_THAT(accounts(relations::followers(tx, me, viewer, {})), ElementsAre(viewer));
  EXPECT_THAT(accounts(relations::following(tx, me, viewer, {})), ElementsAre(viewer));
  EXPECT_THAT(relations::followers(tx, me, {}, {}), SizeIs(4));
  EXPECT_THAT(accounts(relations::blocked(tx, viewer, {})), ElementsAre(blocked));
  EXPECT_THAT(accounts(relations::muted(tx, viewer, {}, now)), ElementsAre(muted));
}

TEST_F(Relations, ADomainTakesItsFollowsWithIt) {
  auto const me = insert(), far = insert("far.test"), near = insert("near.test");
  follow(me, far);
  follow(far, me);
  follow(me, near);
  relations::insert_request(tx, {.id = {4}, .follower = insert("far.test"), .target = me, .created_at = now});
  auto const ended = relations::remove_all_with_domain(tx, me, "far.test");
  EXPECT_THAT(ended.follows, SizeIs(2));
  EXPECT_THAT(ended.requests, SizeIs(1));
  auto const account = *store::accounts::find(tx, me);
  EXPECT_EQ(account.following_count, 1);
  EXPECT_EQ(account.followers_count, 0);
  EXPECT_EQ(store::accounts::find(tx, far)->followers_count, 0);
}

TEST_F(Relations, TellsWhatKeepsTwoApart) {
  auto const me = insert(), far = insert("far.test");
  relations::insert_domain_block(tx, me, "far.test", now);
  relations::insert_block(tx, {.id = {5}, .account = far, .target = me, .uri = "u", .created_at = now});
  auto const b = relations::barriers(tx, me, far);
  EXPECT_TRUE(b.domain_blocked && b.blocked_by);
  EXPECT_FALSE(b.blocking || b.domain_blocked_by);
  auto const back = relations::barriers(tx, far, me);
  EXPECT_TRUE(back.blocking && back.domain_blocked_by);
  EXPECT_EQ(relations::remove_block(tx, far, me)->uri, "u");
  EXPECT_FALSE(relations::remove_block(tx, far, me));
}

}  // namespace
}  // namespace dunlin
