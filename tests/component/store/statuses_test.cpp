#include "dunlin/store/statuses.hpp"

#include <gmock/gmock.h>

#include "dunlin/store/accounts.hpp"
#include "dunlin/store/favourites.hpp"
#include "dunlin/store/idempotency.hpp"
#include "dunlin/store/relations.hpp"
#include "dunlin/store/tags.hpp"
#include "support/posts.hpp"

namespace dunlin {
namespace {

using namespace std::chrono_literals;
using store::statuses::visible_to;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct StatusStore : test::PostsTest {};

TEST_F(StatusStore, ReadsBackEveryMember) {
  auto const ann = account("ann"), bob = account("bob", "far.test"), eve = account("eve", "far.test");
  auto const parent = post(bob);
  auto s = make(ann);
  s.text = "typed";
  s.html = SafeHtml::trusted("<p>shown</p>");
  s.spoiler_text = "careful";
  s.sensitive = true;
  s.visibility = Visibility::unlisted;
  s.language = "de";
  s.in_reply_to = parent.id;
  s.in_reply_to_account = bob;
  s.conversation = parent.conversation;
  s.emojis = {{"owl", "https://here.test/owl.png"}};
  s.mentions = {{bob, false}, {eve, true}};
  s.tags = {{{}, "birds", "Birds"}, {{}, "owls", "owls"}};
  Media picture;
  picture.kind = MediaKind::image;
  picture.url = "https://far.test/p.png";
  picture.remote_url = "https://far.test/p.png";
  picture.type = "image/png";
  picture.description = "A \"picture\"";
  picture.width = 4;
  picture.height = 3;
  picture.focus_x = 0.5;
  s.media = {picture};
  ASSERT_TRUE(store::statuses::insert(tx, s));

  auto const read = store::statuses::find(tx, s.id).value();
  EXPECT_EQ(read.author, ann);
  EXPECT_EQ(read.uri, s.uri);
  EXPECT_EQ(read.text, "typed");
  EXPECT_EQ(read.html.text(), "<p>shown</p>");
  EXPECT_EQ(read.spoiler_text, "careful");
  EXPECT_TRUE(read.sensitive && read.local && !read.local_only);
  EXPECT_EQ(read.visibility, Visibility::unlisted);
  EXPECT_EQ(read.language, "de");
  EXPECT_EQ(read.in_reply_to, parent.id);
  EXPECT_EQ(read.in_reply_to_account, bob);
  EXPECT_EQ(read.conversation, parent.conversation);
  EXPECT_EQ(read.created_at, s.created_at);
  ASSERT_THAT(read.emojis, SizeIs(1));
  EXPECT_EQ(read.emojis[0].shortcode, "owl");
  ASSERT_THAT(read.mentions, SizeIs(2));
  EXPECT_FALSE(read.mentions[0].silent);
  EXPECT_EQ(read.mentions[0].account, bob);
  EXPECT_TRUE(read.mentions[1].silent);
  ASSERT_THAT(read.tags, SizeIs(2));
  EXPECT_EQ(read.tags[0].display_name, "Birds");
  ASSERT_THAT(read.media, SizeIs(1));
  EXPECT_EQ(read.media[0].description, picture.description);
  EXPECT_EQ(read.media[0].focus_x, 0.5);

  EXPECT_EQ(store::statuses::find(tx, parent.id)->replies_count, 1);
  auto const author = store::accounts::find(tx, ann).value();
  EXPECT_EQ(author.statuses_count, 1);
  EXPECT_EQ(author.last_status_at, s.created_at);
  EXPECT_EQ(store::statuses::by_uri(tx, s.uri)->id, s.id);
}

TEST_F(StatusStore, AKnownUriIsNotInsertedAgain) {
  auto const far = account("far", "far.test");
  auto const first = post(far);
  auto second = make(far);
  second.uri = first.uri;
  EXPECT_FALSE(store::statuses::insert(tx, second));
  EXPECT_FALSE(store::statuses::find(tx, second.id));
  EXPECT_EQ(store::accounts::find(tx, far)->statuses_count, 1);
}

TEST_F(StatusStore, ManyCostAsManyQueriesAsOne) {
  auto const ann = account("ann");
  std::vector<StatusId> ids;
  for (int i = 0; i < 40; ++i) ids.push_back(post(ann).id);
  store::statuses::find(tx, ids[0]);  // what was queued goes along
  auto before = statements();
  EXPECT_THAT(store::statuses::find_many(tx, ids), SizeIs(40));
  EXPECT_EQ(statements() - before, 1);
}

TEST_F(StatusStore, VisibilityDecidesWhoSees) {
  auto const ann = account("ann"), follower = account("follower"), named = account("named"), other = account("other");
  follow(follower, ann);
  std::vector<StatusId> ids;
  for (auto const visibility : {Visibility::public_, Visibility::unlisted, Visibility::private_, Visibility::direct}) {
    auto s = make(ann);
    s.visibility = visibility;
    s.mentions = {{named, true}};
    store::statuses::insert(tx, s);
    ids.push_back(s.id);
  }
  EXPECT_THAT(visible_to(tx, {}, ids), ElementsAre(ids[0], ids[1]));
  EXPECT_THAT(visible_to(tx, other, ids), ElementsAre(ids[0], ids[1]));
  EXPECT_THAT(visible_to(tx, follower, ids), ElementsAre(ids[0], ids[1], ids[2]));
  EXPECT_THAT(visible_to(tx, named, ids), ElementsAre(ids[0], ids[1], ids[2], ids[3]));
  EXPECT_THAT(visible_to(tx, ann, ids), ElementsAre(ids[0], ids[1], ids[2], ids[3]));
  std::vector<StatusId> const turned{ids[1], ids[0]};
  EXPECT_THAT(visible_to(tx, other, turned), ElementsAre(ids[1], ids[0])) << "keeps the order";
  EXPECT_FALSE(store::statuses::find_visible(tx, ids[3], follower));
  EXPECT_TRUE(store::statuses::find_visible(tx, ids[3], named));
}

TEST_F(StatusStore, BlocksEitherWayHide) {
  auto const ann = account("ann"), blocker = account("blocker"), blocked = account("blocked");
  block(blocker, ann);
  block(ann, blocked);
  std::vector<StatusId> const ids{post(ann).id};
  EXPECT_THAT(visible_to(tx, blocker, ids), IsEmpty());
  EXPECT_THAT(visible_to(tx, blocked, ids), IsEmpty());
  EXPECT_THAT(visible_to(tx, {}, ids), SizeIs(1));
}

TEST_F(StatusStore, SuspendedAuthorsAreHidden) {
  auto const ann = account("ann"), bob = account("bob");
  auto const s = post(ann);
  auto const b = boost(bob, s);
  auto suspended = store::accounts::find(tx, ann).value();
  suspended.suspended_at = now;
  store::accounts::update(tx, suspended);
  EXPECT_THAT(visible_to(tx, bob, std::vector{s.id, b}), IsEmpty());
}

TEST_F(StatusStore, LocalOnlyIsForPeopleOfThisServer) {
  auto const ann = account("ann"), bob = account("bob"), far = account("far", "far.test");
  follow(far, ann);
  auto s = make(ann);
  s.local_only = true;
  store::statuses::insert(tx, s);
  std::vector<StatusId> const ids{s.id};
  EXPECT_THAT(visible_to(tx, {}, ids), IsEmpty());
  EXPECT_THAT(visible_to(tx, far, ids), IsEmpty());
  EXPECT_THAT(visible_to(tx, bob, ids), SizeIs(1));
}

TEST_F(StatusStore, ABoostIsSeenByWhoSeesTheOriginal) {
  auto const ann = account("ann"), bob = account("bob"), carl = account("carl");
  auto s = make(ann);
  s.visibility = Visibility::private_;
  store::statuses::insert(tx, s);
  auto const b = boost(ann, s);
  follow(bob, ann);
  EXPECT_THAT(visible_to(tx, bob, std::vector{b}), SizeIs(1));
  EXPECT_THAT(visible_to(tx, carl, std::vector{b}), IsEmpty());
}

TEST_F(StatusStore, ABoostIsCountedOnce) {
  auto const ann = account("ann"), bob = account("bob");
  auto const s = post(ann);
  auto const first = boost(bob, s);
  EXPECT_EQ(boost(bob, s), first);
  EXPECT_EQ(store::statuses::find(tx, s.id)->boosts_count, 1);
  EXPECT_EQ(store::statuses::find_boost(tx, bob, s.id), first);
  EXPECT_TRUE(store::statuses::remove(tx, first, now));
  EXPECT_EQ(store::statuses::find(tx, s.id)->boosts_count, 0);
  EXPECT_NE(boost(bob, s), first);
}

TEST_F(StatusStore, RemovingTakesBoostsAndCountsAlong) {
  auto const ann = account("ann"), bob = account("bob");
  auto const parent = post(bob);
  auto s = make(ann);
  s.in_reply_to = parent.id;
  s.in_reply_to_account = bob;
  s.conversation = parent.conversation;
  store::statuses::insert(tx, s);
  auto const b = boost(bob, s);
  EXPECT_TRUE(store::statuses::remove(tx, s.id, now));
  EXPECT_FALSE(store::statuses::remove(tx, s.id, now));
  EXPECT_FALSE(store::statuses::find(tx, s.id));
  EXPECT_FALSE(store::statuses::find(tx, b));
  EXPECT_EQ(store::statuses::find(tx, parent.id)->replies_count, 0);
  EXPECT_EQ(store::accounts::find(tx, ann)->statuses_count, 0);
  EXPECT_EQ(store::accounts::find(tx, bob)->statuses_count, 1);
}

TEST_F(StatusStore, AnEditKeepsTheFormerVersion) {
  auto const ann = account("ann"), bob = account("bob"), carl = account("carl");
  auto s = make(ann);
  s.html = SafeHtml::trusted("one");
  s.visibility = Visibility::direct;
  s.mentions = {{bob, false}};
  s.tags = {{{}, "a", "a"}};
  store::statuses::insert(tx, s);
  s.html = SafeHtml::trusted("two");
  s.mentions = {{carl, false}};
  s.tags = {{{}, "b", "b"}};
  s.edited_at = now + 1min;
  store::statuses::update(tx, s);

  auto const read = store::statuses::find(tx, s.id).value();
  EXPECT_EQ(read.html.text(), "two");
  EXPECT_EQ(read.edited_at, now + 1min);
  ASSERT_THAT(read.tags, SizeIs(1));
  EXPECT_EQ(read.tags[0].name, "b");
  EXPECT_THAT(visible_to(tx, bob, std::vector{s.id}), SizeIs(1)) << "who got it keeps it";
  EXPECT_THAT(visible_to(tx, carl, std::vector{s.id}), SizeIs(1));
  auto const history = store::statuses::history(tx, s.id);
  ASSERT_THAT(history, SizeIs(1));
  EXPECT_EQ(history[0].html.text(), "one");
  EXPECT_EQ(history[0].created_at, s.created_at);
}

TEST_F(StatusStore, RepliesAreAdoptedByAParentThatComesLater) {
  auto const ann = account("ann"), far = account("far", "far.test");
  auto orphan = make(ann);
  orphan.in_reply_to_uri = "https://far.test/late";
  store::statuses::insert(tx, orphan);
  auto parent = make(far);
  parent.uri = "https://far.test/late";
  store::statuses::insert(tx, parent);
  store::statuses::adopt_replies(tx, parent);
  EXPECT_EQ(store::statuses::find(tx, orphan.id)->in_reply_to, parent.id);
  EXPECT_EQ(store::statuses::find(tx, parent.id)->replies_count, 1);
}

TEST_F(StatusStore, FavouritesAreCountedOnceAndPaged) {
  auto const ann = account("ann"), bob = account("bob");
  auto const s = post(ann), t = post(ann);
  store::favourites::Favourite const f{tx.next_id<FavouriteId>(now), bob, s.id, "https://far.test/like"};
  EXPECT_TRUE(store::favourites::insert(tx, f, s.conversation, now).is_new);
  EXPECT_FALSE(store::favourites::insert(tx, {tx.next_id<FavouriteId>(now), bob, s.id, ""}, {}, now).is_new);
  EXPECT_TRUE(store::favourites::insert(tx, {tx.next_id<FavouriteId>(now + 1s), bob, t.id, ""}, {}, now).is_new);
  EXPECT_EQ(store::statuses::find(tx, s.id)->favourites_count, 1);
  auto const page = store::favourites::of_account(tx, bob, {.limit = 1});
  ASSERT_THAT(page, SizeIs(1));
  EXPECT_EQ(page[0].status, t.id);
  auto const next = store::favourites::of_account(tx, bob, {.max_id = page[0].cursor});
  ASSERT_THAT(next, SizeIs(1));
  EXPECT_EQ(next[0].status, s.id);
  ASSERT_THAT(store::favourites::of_status(tx, s.id, {}, {}), SizeIs(1));
  EXPECT_EQ(store::favourites::by_uri(tx, bob, f.uri)->status, s.id);
  block(ann, bob);
  EXPECT_THAT(store::favourites::of_status(tx, s.id, ann, {}), IsEmpty());
  store::bookmarks::insert(tx, bob, s.id, now);
  store::conversation_mutes::insert(tx, bob, s.conversation);
  auto const again = store::favourites::insert(tx, f, s.conversation, now).deeds;
  EXPECT_TRUE(again.favourited && again.bookmarked && again.muted);
  EXPECT_FALSE(again.boosted || again.pinned);
  EXPECT_EQ(store::favourites::remove(tx, bob, s.id).favourite->uri, f.uri);
  EXPECT_FALSE(store::favourites::remove(tx, bob, s.id).favourite);
  EXPECT_EQ(store::statuses::find(tx, s.id)->favourites_count, 0);
}

TEST_F(StatusStore, PinsHaveALimitAndRepeatingIsNoMore) {
  auto const ann = account("ann");
  auto const a = post(ann), b = post(ann);
  EXPECT_TRUE(store::pins::insert(tx, ann, a.id, 1, now));
  EXPECT_TRUE(store::pins::insert(tx, ann, a.id, 1, now));
  EXPECT_FALSE(store::pins::insert(tx, ann, b.id, 1, now));
  EXPECT_THAT(store::pins::of_account(tx, ann), ElementsAre(a.id));
  EXPECT_TRUE(store::pins::remove(tx, ann, a.id));
  EXPECT_FALSE(store::pins::remove(tx, ann, a.id));
}

TEST_F(StatusStore, AnIdempotencyKeyIsForgottenAfterAnHour) {
  auto const ann = account("ann");
  auto const a = post(ann), b = post(ann);
  EXPECT_FALSE(store::idempotency::find(tx, ann, "k", now));
  store::idempotency::insert(tx, ann, "k", a.id, now);
  EXPECT_EQ(store::idempotency::find(tx, ann, "k", now + 59min).value().status, a.id);
  EXPECT_FALSE(store::idempotency::find(tx, ann, "k", now + 61min));
  store::idempotency::insert(tx, ann, "k", b.id, now + 61min);
  EXPECT_EQ(store::idempotency::find(tx, ann, "k", now + 62min).value().status, b.id);
}

TEST_F(StatusStore, TagsAreMadeOnce) {
  std::vector<Hashtag> const tags{{{}, "x", "X"}, {{}, "y", ""}};
  auto const first = store::tags::ensure(tx, tags, now);
  auto const before = statements();
  auto const second = store::tags::ensure(tx, tags, now);
  EXPECT_EQ(statements() - before, 1);
  EXPECT_THAT(first, SizeIs(2));
  EXPECT_THAT(second, SizeIs(2));
}

}  // namespace
}  // namespace dunlin
