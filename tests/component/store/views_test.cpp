#include "dunlin/store/views.hpp"

#include <gmock/gmock.h>

#include "dunlin/store/favourites.hpp"
#include "support/posts.hpp"

namespace dunlin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Views : test::PostsTest {
  store::Records records{1 << 20};

  std::vector<StatusId> seen(AccountId viewer, std::vector<StatusId> const& ids) {
    std::vector<StatusId> found;
    for (auto const& view : store::views::read(records, reader, viewer, ids)) found.push_back(view.status->id);
    return found;
  }
  /// What committing would do.
  void forget_changes() {
    for (auto const& change : tx.changes()) records.forget(change);
  }
};

TEST_F(Views, ShowWhatMayBeSeenInTheOrderAskedFor) {
  auto const ann = account("ann"), follower = account("follower"), named = account("named"), other = account("other");
  follow(follower, ann);
  std::vector<StatusId> ids;
  for (auto const visibility : {Visibility::public_, Visibility::private_, Visibility::direct}) {
    auto s = make(ann);
    s.visibility = visibility;
    s.mentions = {{named, true}};
    store::statuses::insert(tx, s);
    ids.push_back(s.id);
  }
  EXPECT_THAT(seen({}, ids), ElementsAre(ids[0]));
  EXPECT_THAT(seen(other, ids), ElementsAre(ids[0]));
  EXPECT_THAT(seen(follower, {ids[1], ids[0], ids[2]}), ElementsAre(ids[1], ids[0]));
  EXPECT_THAT(seen(named, ids), SizeIs(3));
  EXPECT_THAT(seen(ann, ids), SizeIs(3));
  for (auto const viewer : {AccountId{}, other, follower, named, ann})
    EXPECT_EQ(seen(viewer, ids), store::statuses::visible_to(tx, viewer, ids)) << "one rule for all";
}

TEST_F(Views, TellWhatTheViewerDid) {
  auto const ann = account("ann"), bob = account("bob");
  auto const s = post(ann);
  auto const b = boost(bob, s);
  store::favourites::insert(tx, {tx.next_id<FavouriteId>(now), bob, s.id, ""}, {}, now);
  store::bookmarks::insert(tx, bob, s.id, now);
  store::conversation_mutes::insert(tx, bob, s.conversation);
  store::pins::insert(tx, ann, s.id, 5, now);
  for (auto const& view : store::views::read(records, reader, bob, std::vector{s.id, b})) {
    auto const& did = view.deeds;
    EXPECT_TRUE(did.favourited && did.boosted && did.bookmarked && did.muted);
    EXPECT_FALSE(did.pinned);
  }
  auto const own = store::views::read(records, reader, ann, std::vector{s.id}).at(0).deeds;
  EXPECT_TRUE(own.pinned);
  EXPECT_FALSE(own.favourited || own.boosted || own.bookmarked || own.muted);
  EXPECT_TRUE(store::views::deeds(tx, bob, s).favourited);
}

TEST_F(Views, ManyCostNoMoreQueriesThanOneAndNoneTheSecondTime) {
  auto const bob = account("bob");
  std::vector<StatusId> ids;
  for (int i = 0; i < 20; ++i) {
    auto const author = account("author" + std::to_string(i));
    auto const s = post(author);
    ids.push_back(s.id);
    ids.push_back(boost(bob, s));
  }
  store::statuses::find(tx, ids[0]);  // what was queued goes along
  auto before = statements();
  EXPECT_THAT(seen(bob, {ids[0], ids[1]}), SizeIs(2));
  auto const two = statements() - before;
  records.clear();
  before = statements();
  EXPECT_THAT(seen(bob, ids), SizeIs(40));
  EXPECT_EQ(statements() - before, two);
  before = statements();
  EXPECT_THAT(seen(bob, ids), SizeIs(40));
  EXPECT_EQ(statements() - before, 0);
  ASSERT_TRUE(store::views::from_memory(records, bob, ids));
  EXPECT_THAT(*store::views::from_memory(records, bob, ids), SizeIs(40));
  records.clear();
  EXPECT_FALSE(store::views::from_memory(records, bob, ids));
}

TEST_F(Views, MemoryAloneNeverAnswersForFollowersOnlyStatusesOfOthers) {
  auto const ann = account("ann"), bob = account("bob");
  follow(bob, ann);
  auto s = make(ann);
  s.visibility = Visibility::private_;
  store::statuses::insert(tx, s);
  EXPECT_THAT(seen(bob, {s.id}), SizeIs(1));
  EXPECT_FALSE(store::views::from_memory(records, bob, std::vector{s.id}));
  // A follow that ends is in force at once, whatever is remembered.
  store::relations::remove_follow(tx, bob, ann);
  EXPECT_THAT(seen(bob, {s.id}), IsEmpty());
}

TEST_F(Views, ForgetWhatChanged) {
  auto const ann = account("ann"), bob = account("bob");
  auto const s = post(ann);
  seen(bob, {s.id});
  forget_changes();
  seen(bob, {s.id});
  store::favourites::insert(tx, {tx.next_id<FavouriteId>(now), bob, s.id, ""}, {}, now);
  forget_changes();
  auto const after = store::views::read(records, reader, bob, std::vector{s.id}).at(0);
  EXPECT_TRUE(after.deeds.favourited);
  EXPECT_EQ(after.status->favourites_count, 1);
  store::favourites::remove(tx, bob, s.id);
  forget_changes();
  EXPECT_FALSE(store::views::read(records, reader, bob, std::vector{s.id}).at(0).deeds.favourited);
  block(ann, bob);
  forget_changes();
  EXPECT_THAT(seen(bob, {s.id}), IsEmpty());
  store::relations::remove_block(tx, ann, bob);
  forget_changes();
  EXPECT_THAT(seen(bob, {s.id}), SizeIs(1));
  auto suspended = store::accounts::find(tx, ann).value();
  suspended.suspended_at = now;
  store::accounts::update(tx, suspended);
  forget_changes();
  EXPECT_THAT(seen(bob, {s.id}), IsEmpty());
}

}  // namespace
}  // namespace dunlin
