#include "dunlin/federation/deliver.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "dunlin/actions/publish.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/signatures.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/actor_keys.hpp"
#include "dunlin/store/instances.hpp"
#include "dunlin/store/relations.hpp"
#include "support/remote_server.hpp"

namespace dunlin::test {
namespace {

struct Delivery : testing::Test {
  TestApp app{RemoteServer::allow};
  RemoteServer remote;
  Login const alice = app.local("alice");

  void follow_from(std::string const& name) {
    auto const uri = remote.add_actor(name);
    auto const account = app.wait(federation::resolve_actor(app.app(), uri));
    ASSERT_TRUE(account);
    app.db().transact_blocking([&](db::Tx& tx) {
      auto const now = app.clock().now();
      store::relations::insert_follow(
          tx,
          {.id = tx.next_id<FollowId>(now), .follower = account->id, .target = alice.account.id, .created_at = now});
    });
  }
  Status post(std::string const& text) {
    actions::Draft draft;
    draft.text = text;
    return app.wait(actions::publish(app.app(), alice.account.id, draft));
  }
  std::int64_t waiting() {
    constexpr db::Statement sql{"test.deliveries",
                                "select count(*) from jobs where kind = 'deliver' and dead_at is null"};
    return app.db().read_blocking([&](db::Tx& tx) { return tx.query(sql)[0].get<std::int64_t>(0); });
  }
};

TEST_F(Delivery, BringsAPostOnceToEachSharedInboxWithASignatureThatVerifies) {
  follow_from("bob");
  follow_from("carol");
  post("to all of you");
  app.run_jobs();
  auto const posts = remote.posts();
  ASSERT_EQ(posts.size(), 1u);
  EXPECT_EQ(posts[0].path, "/inbox");
  EXPECT_TRUE(posts[0].body.contains("to all of you"));
  auto const claim = federation::read_claim(posts[0].request, "http", app.clock().now());
  ASSERT_TRUE(claim) << federation::to_text(claim.error());
  auto const key =
      app.db().read_blocking([&](db::Tx& tx) { return store::actor_keys::of_account(tx, alice.account.id).at(0); });
  EXPECT_EQ(claim->key_id, key.key_id);
  EXPECT_TRUE(federation::proves(*claim, *crypto::PublicKey::from_der(key.public_der)));
}

TEST_F(Delivery, SendsNothingWhereNobodyRemoteIsConcerned) {
  post("only here");
  EXPECT_EQ(waiting(), 0);
}

TEST_F(Delivery, TriesAgainLaterWhenTheServerFails) {
  follow_from("bob");
  remote.answer_posts_with(500);
  post("again");
  app.run_jobs();
  EXPECT_EQ(remote.posts().size(), 1u);
  EXPECT_EQ(waiting(), 1);
  remote.answer_posts_with(202);
  app.clock().advance(std::chrono::minutes(5));
  app.run_jobs();
  EXPECT_EQ(remote.posts().size(), 2u);
  EXPECT_EQ(waiting(), 0);
}

TEST_F(Delivery, GivesUpWhatTheServerWillNeverTake) {
  follow_from("bob");
  remote.answer_posts_with(404);
  post("never");
  app.run_jobs();
  EXPECT_EQ(remote.posts().size(), 1u);
  EXPECT_EQ(waiting(), 0);
}

TEST_F(Delivery, WaitsAsLongAsTheServerAsks) {
  follow_from("bob");
  remote.answer_posts_with(429, {{"Retry-After", "600"}});
  post("slower");
  app.run_jobs();
  app.clock().advance(std::chrono::minutes(5));
  app.run_jobs();
  EXPECT_EQ(remote.posts().size(), 1u);
  remote.answer_posts_with(202);
  app.clock().advance(std::chrono::minutes(6));
  app.run_jobs();
  EXPECT_EQ(remote.posts().size(), 2u);
}

TEST_F(Delivery, LeavesAFailingServerAloneAndForgivesItWhenItAnswers) {
  follow_from("bob");
  remote.answer_posts_with(503);
  constexpr std::size_t all = 40;
  for (std::size_t i = 0; i < all; ++i) post(fmt::format("number {}", i));
  for (int tries = 0; tries < 3; ++tries) {
    app.run_jobs();
    app.clock().advance(std::chrono::seconds(4));
  }
  EXPECT_EQ(remote.posts().size(), 1u) << "later ones of the same author have overtaken the first";
  for (int tries = 0; tries < 4; ++tries) {
    app.clock().advance(std::chrono::minutes(3));
    app.run_jobs();
  }
  auto const knocked = remote.posts().size();
  EXPECT_EQ(knocked, 5u);
  app.clock().advance(std::chrono::seconds(30));
  app.run_jobs();
  EXPECT_EQ(remote.posts().size(), knocked) << "the circuit did not open";
  remote.answer_posts_with(202);
  app.clock().advance(std::chrono::hours(2));
  app.run_jobs();
  app.clock().advance(std::chrono::hours(2));
  app.run_jobs();
  EXPECT_EQ(waiting(), 0);
  EXPECT_EQ(remote.posts().size(), knocked + all);
  auto const held = app.db().read_blocking([](db::Tx& tx) { return store::instances::noteworthy(tx); });
  EXPECT_TRUE(held.empty());
}

TEST_F(Delivery, BringsAnUpdateNeverBeforeItsCreate) {
  follow_from("bob");
  remote.answer_posts_with(500);
  auto const status = post("first words");
  app.run_jobs();
  remote.answer_posts_with(202);
  auto const edited = app.put("/api/v1/statuses/" + to_string(status.id), alice.token, R"({"status": "better words"})");
  ASSERT_EQ(edited.status, 200) << edited.body;
  app.run_jobs();
  EXPECT_EQ(remote.posts().size(), 1u);
  app.clock().advance(std::chrono::minutes(5));
  app.run_jobs();
  auto const posts = remote.posts();
  ASSERT_EQ(posts.size(), 3u);
  EXPECT_TRUE(posts[1].body.contains("first words"));
  EXPECT_TRUE(posts[2].body.contains("better words"));
}

TEST_F(Delivery, ForgetsWhoIsGoneWithTheirInbox) {
  follow_from("bob");
  auto const bob = [&] {
    return app.db().read_blocking([&](db::Tx& tx) { return store::accounts::by_uri(tx, remote.actor("bob")); });
  };
  ASSERT_TRUE(bob());
  remote.answer_posts_with(410);
  remote.put("/users/bob", "", 410);
  app.post("/api/v1/accounts/" + to_string(bob()->id) + "/follow", alice.token, "{}");
  app.run_jobs();
  EXPECT_FALSE(bob());
}

TEST_F(Delivery, EndsWhatCouldNotBeBroughtInAWeek) {
  follow_from("bob");
  remote.answer_posts_with(429, {{"Retry-After", "21600"}});
  post("old news");
  app.run_jobs();
  app.clock().advance(std::chrono::days(8));
  remote.answer_posts_with(202);
  app.run_jobs();
  EXPECT_EQ(remote.posts().size(), 1u);
  EXPECT_EQ(waiting(), 0);
}

TEST(Broadcasts, AreReadBackAsTheyWereWritten) {
  federation::Broadcast job{store::outgoing::ActivityId{7}, {}};
  job.audience.followers_of = {AccountId{1}, AccountId{2}};
  job.audience.interested_in = StatusId{9};
  job.audience.every_known_server = true;
  job.audience.bulk = true;
  auto const read = federation::Broadcast::from_text(job.to_text());
  EXPECT_EQ(read.activity, job.activity);
  EXPECT_EQ(read.audience.followers_of, job.audience.followers_of);
  EXPECT_TRUE(read.audience.accounts.empty());
  EXPECT_EQ(read.audience.interested_in, job.audience.interested_in);
  EXPECT_TRUE(read.audience.every_known_server);
  EXPECT_FALSE(read.audience.in_person);
  EXPECT_TRUE(read.audience.bulk);
}

}  // namespace
}  // namespace dunlin::test
