#include <gmock/gmock.h>

#include "dunlin/actions/boosts.hpp"
#include "dunlin/actions/favourites.hpp"
#include "dunlin/actions/publish.hpp"
#include "dunlin/store/statuses.hpp"
#include "support/test_app.hpp"

namespace dunlin {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::SizeIs;

struct ReceiveStatus : test::AppTest {
  test::Login ann = app.local("ann");
  Account far = app.remote("far", "far.test"), other = app.remote("other", "far.test");

  template <class Work>
  auto in_transaction(Work work) {
    return app.db().transact_blocking(work);
  }
  Status note(std::string const& name) {
    Status s;
    s.author = far.id;
    s.uri = "https://far.test/notes/" + name;
    s.html = SafeHtml::trusted("<p>" + name + "</p>");
    s.created_at = app.clock().now() - 1min;
    return s;
  }
  StatusId receive(Status const& status, std::vector<AccountId> const& delivered_to = {}, bool quiet = false) {
    return in_transaction(
        [&](db::Tx& tx) { return actions::receive_status(app.app(), tx, status, delivered_to, quiet); });
  }
  std::optional<Status> find(StatusId id) {
    return app.db().read_blocking([&](db::Tx& tx) { return store::statuses::find(tx, id); });
  }
  bool sees(AccountId viewer, StatusId id) {
    return app.db().read_blocking(
        [&](db::Tx& tx) { return store::statuses::find_visible(tx, id, viewer).has_value(); });
  }
};

TEST_F(ReceiveStatus, TheSameComesInOnce) {
  auto const id = receive(note("a"));
  ASSERT_TRUE(id);
  EXPECT_EQ(receive(note("a")), id);
  EXPECT_EQ(find(id)->created_at, app.clock().now() - 1min);
  EXPECT_EQ(id.value >> 16, (app.clock().now() - 1min).time_since_epoch().count()) << "sorted by when it was written";
}

TEST_F(ReceiveStatus, TimesToComeAreNow) {
  auto future = note("a");
  future.created_at = app.clock().now() + 24h;
  EXPECT_EQ(find(receive(future))->created_at, app.clock().now());
}

TEST_F(ReceiveStatus, AnotherAuthorsCopyIsNotTaken) {
  receive(note("a"));
  auto stolen = note("a");
  stolen.author = other.id;
  EXPECT_FALSE(receive(stolen));
}

TEST_F(ReceiveStatus, WhoItWasDeliveredToSeesIt) {
  auto direct = note("a");
  direct.visibility = Visibility::direct;
  auto const id = receive(direct);
  EXPECT_FALSE(sees(ann.account.id, id));
  EXPECT_EQ(receive(direct, {ann.account.id}), id);
  EXPECT_TRUE(sees(ann.account.id, id));
}

TEST_F(ReceiveStatus, RepliesJoinTheThreadWhicheverComesFirst) {
  auto reply = note("reply");
  reply.in_reply_to_uri = "https://far.test/notes/parent";
  auto const early = receive(reply);
  auto const parent = receive(note("parent"));
  EXPECT_EQ(find(early)->in_reply_to, parent);
  EXPECT_EQ(find(parent)->replies_count, 1);
  auto late = note("late");
  late.in_reply_to = parent;
  EXPECT_EQ(find(receive(late))->conversation, find(parent)->conversation);
  EXPECT_EQ(find(parent)->replies_count, 2);
}

TEST_F(ReceiveStatus, OnlyNewerEditsOfItsAuthorCount) {
  auto original = note("a");
  Media picture;
  picture.url = picture.remote_url = "https://far.test/p.png";
  original.media = {picture};
  original.visibility = Visibility::unlisted;
  auto const id = receive(original);
  auto const media = find(id)->media.at(0).id;
  auto edited = original;
  edited.html = SafeHtml::trusted("<p>b</p>");
  edited.visibility = Visibility::public_;
  auto const edit = [&](Status const& status, Timestamp when) {
    in_transaction([&](db::Tx& tx) { actions::receive_edit(app.app(), tx, status, when); });
  };
  auto const now = app.clock().now();
  edit(edited, original.created_at);
  EXPECT_EQ(find(id)->html.text(), "<p>a</p>") << "not newer";
  edit(edited, now);
  EXPECT_EQ(find(id)->html.text(), "<p>b</p>");
  EXPECT_EQ(find(id)->visibility, Visibility::unlisted) << "never widened";
  ASSERT_THAT(find(id)->media, SizeIs(1));
  EXPECT_EQ(find(id)->media[0].id, media) << "a file that stays keeps its id";
  edited.html = SafeHtml::trusted("<p>old</p>");
  edit(edited, now - 1s);
  EXPECT_EQ(find(id)->html.text(), "<p>b</p>");
  edited.author = other.id;
  edit(edited, now + 1s);
  EXPECT_EQ(find(id)->html.text(), "<p>b</p>");
}

TEST_F(ReceiveStatus, ARemovalHoldsAgainstWhatComesLate) {
  auto const id = receive(note("a"));
  auto const remove = [&](AccountId author, std::string const& uri) {
    in_transaction([&](db::Tx& tx) { actions::receive_removal(app.app(), tx, author, uri); });
  };
  remove(other.id, note("a").uri);
  EXPECT_TRUE(find(id)) << "not its author";
  remove(far.id, note("a").uri);
  EXPECT_FALSE(find(id));
  EXPECT_FALSE(receive(note("a")));
  remove(far.id, note("never").uri);
  EXPECT_FALSE(receive(note("never")));
}

TEST_F(ReceiveStatus, BoostsAndFavouritesOfOthersAreCountedOnceAndTakenBack) {
  auto const id = receive(note("a"));
  auto const now = app.clock().now();
  std::string const boost = "https://far.test/boosts/1", like = "https://far.test/likes/1";
  for (int i = 0; i < 2; ++i)
    in_transaction([&](db::Tx& tx) {
      actions::receive_boost(app.app(), tx, other.id, id, Visibility::public_, boost, now);
      actions::receive_favourite(app.app(), tx, other.id, id, like, now);
    });
  EXPECT_EQ(find(id)->boosts_count, 1);
  EXPECT_EQ(find(id)->favourites_count, 1);
  in_transaction([&](db::Tx& tx) {
    actions::receive_unboost(app.app(), tx, far.id, boost, {});
    actions::receive_unfavourite(app.app(), tx, far.id, like, {});
  });
  EXPECT_EQ(find(id)->boosts_count, 1) << "not the one who did";
  in_transaction([&](db::Tx& tx) {
    actions::receive_unboost(app.app(), tx, other.id, boost, {});
    actions::receive_unfavourite(app.app(), tx, other.id, like, {});
  });
  EXPECT_EQ(find(id)->boosts_count, 0);
  EXPECT_EQ(find(id)->favourites_count, 0);
}

TEST_F(ReceiveStatus, WhatOneMayNotSeeIsNeitherBoostedNorFavourited) {
  auto hidden = note("a");
  hidden.visibility = Visibility::private_;
  auto const id = receive(hidden);
  in_transaction([&](db::Tx& tx) {
    actions::receive_boost(app.app(), tx, other.id, id, Visibility::public_, "https://far.test/b", app.clock().now());
    actions::receive_favourite(app.app(), tx, other.id, id, "https://far.test/l", app.clock().now());
    actions::receive_boost(app.app(), tx, far.id, id, Visibility::public_, "https://far.test/own", app.clock().now());
  });
  EXPECT_EQ(find(id)->favourites_count, 0);
  EXPECT_EQ(find(id)->boosts_count, 1) << "its author may boost it, as followers-only";
}

TEST_F(ReceiveStatus, AnUndoThatComesFirstStopsTheBoost) {
  auto const id = receive(note("a"));
  std::string const uri = "https://far.test/boosts/1";
  in_transaction([&](db::Tx& tx) { actions::receive_unboost(app.app(), tx, other.id, uri, id); });
  in_transaction([&](db::Tx& tx) {
    actions::receive_boost(app.app(), tx, other.id, id, Visibility::public_, uri, app.clock().now());
  });
  EXPECT_EQ(find(id)->boosts_count, 0);
}

TEST_F(ReceiveStatus, QuietOnesTellNobody) {
  auto loud = note("loud"), quiet = note("quiet");
  loud.mentions = quiet.mentions = {{ann.account.id, false}};
  receive(quiet, {}, true);
  receive(loud);
  app.run_jobs();
  auto const told = app.db().read_blocking([&](db::Tx& tx) {
    return tx.query({"test.told", "select from notifications where account_id = $1"}, ann.account.id).size();
  });
  EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace dunlin
