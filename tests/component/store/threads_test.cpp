#include "dunlin/store/threads.hpp"

#include <gmock/gmock.h>

#include "support/posts.hpp"

namespace dunlin {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

struct Threads : test::PostsTest {
  /// Reads through a transaction that changed something, so nothing of it stays in memory.
  store::threads::Thread around(AccountId viewer, StatusId id, store::threads::Limits limits) {
    return store::threads::around(records, tx, viewer, id, limits, now);
  }
  store::Records records{1 << 20};
};

TEST_F(Threads, AThreadIsReadDepthFirst) {
  auto const ann = account("ann"), muted = account("muted"), viewer = account("viewer");
  auto const root = post(ann), a = reply(ann, root), b = reply(ann, root), a1 = reply(ann, a), b1 = reply(muted, b),
             a11 = reply(ann, a1);
  mute(viewer, muted);
  store::statuses::find(tx, root.id);  // what was queued goes along
  auto const before = statements();
  auto const thread = around(viewer, a.id, {});
  EXPECT_EQ(statements() - before, 3) << "the thread, its authors, and where the viewer stands to them";
  EXPECT_THAT(thread.ancestors, ElementsAre(root.id));
  EXPECT_THAT(thread.descendants, ElementsAre(a1.id, a11.id));
  auto const whole = around(viewer, root.id, {});
  EXPECT_THAT(whole.descendants, ElementsAre(a.id, a1.id, a11.id, b.id));
  EXPECT_THAT(around({}, root.id, {}).descendants, ElementsAre(a.id, a1.id, a11.id, b.id, b1.id));
  EXPECT_THAT(around({}, a11.id, {.ancestors = 2}).ancestors, ElementsAre(a.id, a1.id));
  EXPECT_THAT(around({}, root.id, {.depth = 1}).descendants, ElementsAre(a.id, b.id));
  EXPECT_THAT(around({}, root.id, {.descendants = 2}).descendants, SizeIs(2));
}

TEST_F(Threads, AThreadShowsFirstWhatAuthorsAnswerThemselves) {
  auto const ann = account("ann"), bob = account("bob");
  auto const root = post(ann), a = reply(bob, root), a1 = reply(ann, a), own = reply(ann, root), own1 = reply(ann, own),
             b = reply(bob, own1);
  EXPECT_THAT(around({}, root.id, {}).descendants, ElementsAre(own.id, own1.id, a.id, a1.id, b.id));
}

}  // namespace
}  // namespace dunlin
