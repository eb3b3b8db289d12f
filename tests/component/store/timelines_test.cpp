#include "dunlin/store/timelines.hpp"

#include <gmock/gmock.h>

#include "support/posts.hpp"

namespace dunlin {
namespace {

using namespace std::chrono_literals;
using namespace store::timelines;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct TimelineStore : test::PostsTest {
  Status tagged_post(AccountId author, std::vector<std::string> const& names) {
    auto s = make(author);
    for (auto const& name : names) s.tags.push_back({{}, name, name});
    store::statuses::insert(tx, s);
    return s;
  }
};

TEST_F(TimelineStore, PublicHasPublicStatusesOfEverybodyAndNoBoostsOrReplies) {
  auto const ann = account("ann"), far = account("far", "far.test"), quiet = account("quiet");
  auto silenced = store::accounts::find(tx, quiet).value();
  silenced.silenced_at = now;
  store::accounts::update(tx, silenced);
  auto const a = post(ann), f = post(far), own_reply = reply(ann, a);
  reply(far, a);
  boost(far, a);
  post(quiet);
  auto unlisted = make(ann);
  unlisted.visibility = Visibility::unlisted;
  store::statuses::insert(tx, unlisted);
  auto local_only = make(ann);
  local_only.local_only = true;
  store::statuses::insert(tx, local_only);

  EXPECT_THAT(public_(tx, {}, Origin::any, false, {}), ElementsAre(own_reply.id, f.id, a.id));
  EXPECT_THAT(public_(tx, {}, Origin::local, false, {}), ElementsAre(own_reply.id, a.id));
  EXPECT_THAT(public_(tx, {}, Origin::remote, false, {}), ElementsAre(f.id));
  EXPECT_THAT(public_(tx, {}, Origin::any, true, {}), IsEmpty());
  EXPECT_THAT(public_(tx, ann, Origin::local, false, {}), ElementsAre(local_only.id, own_reply.id, a.id));
  auto const viewer = account("viewer");
  mute(viewer, far);
  EXPECT_THAT(public_(tx, viewer, Origin::remote, false, {}), IsEmpty());
  block(ann, viewer);
  EXPECT_THAT(public_(tx, viewer, Origin::local, false, {}), IsEmpty());
}

TEST_F(TimelineStore, WindowsAreCutByCursors) {
  auto const ann = account("ann");
  std::vector<std::int64_t> ids;
  for (int i = 0; i < 6; ++i) ids.push_back(post(ann).id.value);
  auto const at = [&](int i) { return StatusId{ids[static_cast<std::size_t>(i)]}; };
  auto const read = [&](Window const& window) { return public_(tx, {}, Origin::local, false, window); };
  EXPECT_THAT(read({.limit = 2}), ElementsAre(at(5), at(4)));
  EXPECT_THAT(read({.max_id = ids[4], .limit = 2}), ElementsAre(at(3), at(2)));
  EXPECT_THAT(read({.since_id = ids[1], .limit = 2}), ElementsAre(at(5), at(4))) << "newest first";
  EXPECT_THAT(read({.min_id = ids[1], .limit = 2}), ElementsAre(at(3), at(2))) << "the rows right above";
  EXPECT_THAT(read({.max_id = ids[3], .min_id = ids[1], .limit = 5}), ElementsAre(at(2)));
}

TEST_F(TimelineStore, StatusesOfAnAccountAreThoseTheViewerMaySee) {
  auto const ann = account("ann"), follower = account("follower"), named = account("named");
  follow(follower, ann);
  auto const open = post(ann);
  auto hidden = make(ann);
  hidden.visibility = Visibility::private_;
  store::statuses::insert(tx, hidden);
  auto direct = make(ann);
  direct.visibility = Visibility::direct;
  direct.mentions = {{named, false}};
  store::statuses::insert(tx, direct);
  auto const read = [&](AccountId viewer, AccountFilters const& f = {}) { return by_author(tx, ann, viewer, f, {}); };
  EXPECT_THAT(read({}), ElementsAre(open.id));
  EXPECT_THAT(read(follower), ElementsAre(hidden.id, open.id));
  EXPECT_THAT(read(named), ElementsAre(direct.id, open.id));
  EXPECT_THAT(read(ann), ElementsAre(direct.id, hidden.id, open.id));
  EXPECT_THAT(read(ann, {.exclude_direct = true}), ElementsAre(hidden.id, open.id));
}

TEST_F(TimelineStore, StatusesOfAnAccountAreFiltered) {
  auto const ann = account("ann"), bob = account("bob");
  auto const other = post(bob);
  auto const plain = post(ann), answer = reply(ann, other), own = reply(ann, plain),
             tagged = tagged_post(ann, {"owls"});
  auto const b = boost(ann, other);
  auto const read = [&](AccountFilters const& f) { return by_author(tx, ann, {}, f, {}); };
  EXPECT_THAT(read({}), ElementsAre(b, tagged.id, own.id, answer.id, plain.id));
  EXPECT_THAT(read({.exclude_boosts = true}), ElementsAre(tagged.id, own.id, answer.id, plain.id));
  EXPECT_THAT(read({.exclude_replies = true}), ElementsAre(b, tagged.id, own.id, plain.id));
  EXPECT_THAT(read({.tagged = "owls"}), ElementsAre(tagged.id));
  EXPECT_THAT(read({.only_media = true}), IsEmpty());
}

TEST_F(TimelineStore, HashtagsAreCombined) {
  auto const ann = account("ann"), far = account("far", "far.test");
  auto const a = tagged_post(ann, {"a"}), ab = tagged_post(far, {"a", "b"}), abc = tagged_post(ann, {"a", "b", "c"}),
             b = tagged_post(ann, {"b"});
  auto const read = [&](TagFilters const& f, Window const& w = {}) { return tagged(tx, {}, f, w); };
  EXPECT_THAT(read({.any = {"a"}}), ElementsAre(abc.id, ab.id, a.id));
  EXPECT_THAT(read({.any = {"a", "b"}}), ElementsAre(b.id, abc.id, ab.id, a.id));
  EXPECT_THAT(read({.any = {"a"}, .all = {"b"}}), ElementsAre(abc.id, ab.id));
  EXPECT_THAT(read({.any = {"a"}, .none = {"c"}}), ElementsAre(ab.id, a.id));
  EXPECT_THAT(read({.any = {"a"}, .origin = Origin::local}), ElementsAre(abc.id, a.id));
  EXPECT_THAT(read({.any = {"a"}, .origin = Origin::remote}), ElementsAre(ab.id));
  EXPECT_THAT(read({.any = {"unknown"}}), IsEmpty());
  EXPECT_THAT(read({.any = {"a", "b"}}, {.limit = 2}), ElementsAre(b.id, abc.id));
  EXPECT_THAT(read({.any = {"a", "b"}}, {.min_id = a.id.value, .limit = 2}), ElementsAre(abc.id, ab.id));
}

}  // namespace
}  // namespace dunlin
