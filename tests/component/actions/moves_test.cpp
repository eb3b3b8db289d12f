#include "dunlin/actions/moves.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "dunlin/actions/aliases.hpp"
#include "dunlin/actions/follows.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/lists.hpp"
#include "dunlin/store/relations.hpp"
#include "dunlin/store/users.hpp"
#include "support/remote_server.hpp"

namespace dunlin::test {
namespace {

struct Moves : testing::Test {
  TestApp app{RemoteServer::allow};
  RemoteServer remote;
  Login const alice = app.local("alice");
  Login const erin = app.local("erin");
  std::string const bob = remote.add_actor("bob");

  Account resolve(std::string const& uri) { return *app.wait(federation::resolve_actor(app.app(), uri)); }
  Account stored(AccountId id) {
    return *app.db().read_blocking([&](db::Tx& tx) { return store::accounts::find(tx, id); });
  }
  std::string new_home(std::string const& name, std::string const& alias, std::string const& more = {}) {
    return remote.add_actor(name, fmt::format(R"("alsoKnownAs":["{}"]{})", alias, more));
  }
  void follow(AccountId follower, AccountId target) {
    app.db().transact_blocking([&](db::Tx& tx) {
      auto const now = app.clock().now();
      store::relations::insert_follow(
          tx,
          {.id = tx.next_id<FollowId>(now), .follower = follower, .target = target, .notify = true, .created_at = now});
    });
  }
  bool follows(AccountId follower, AccountId target) {
    return app.db().read_blocking(
        [&](db::Tx& tx) { return store::relations::find_follow(tx, follower, target).has_value(); });
  }
  bool asks(AccountId follower, AccountId target) {
    return app.db().read_blocking(
        [&](db::Tx& tx) { return store::relations::find_request(tx, follower, target).has_value(); });
  }
  int moves = 0;
  void hear_move(std::string const& target, std::string const& object = {}) {
    auto const body =
        fmt::format(R"({{"id":"{}","type":"Move","actor":"{}","object":"{}","target":"{}"}})",
                    remote.url("/moves/" + std::to_string(++moves)), bob, object.empty() ? bob : object, target);
    EXPECT_EQ(remote.deliver(app, "/inbox", "bob", body), 202);
    app.run_jobs();
  }
  void expect_invalid(std::string const& target) {
    try {
      app.wait(actions::move(app.app(), alice.account.id, target));
      ADD_FAILURE() << "moved to " << target;
    } catch (Refusal const& refusal) {
      EXPECT_EQ(refusal.kind, Refusal::Kind::invalid);
    }
  }
};

TEST_F(Moves, BringFollowersOverWithTheirListsAndOptions) {
  auto const old = resolve(bob);
  follow(alice.account.id, old.id);
  ListId const list{77};
  app.db().transact_blocking([&](db::Tx& tx) {
    store::lists::insert(tx, {.id = list, .account = alice.account.id, .title = "people"}, 9, app.clock().now());
    store::lists::add(tx, {.id = list, .account = alice.account.id}, {&old.id, 1}, app.clock().now());
  });
  auto const target = new_home("robert", bob);
  hear_move(target);
  auto const moved = resolve(target);
  EXPECT_EQ(stored(old.id).moved_to, moved.id);
  EXPECT_FALSE(follows(alice.account.id, old.id));
  ASSERT_TRUE(asks(alice.account.id, moved.id));
  auto const sent = remote.posts_to("/users/robert/inbox");
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_TRUE(sent[0].contains(R"("type":"Follow")")) << sent[0];
  ASSERT_EQ(remote.posts_to("/users/bob/inbox").size(), 1u);
  EXPECT_TRUE(remote.posts_to("/users/bob/inbox")[0].contains(R"("type":"Undo")"));
  app.db().read_blocking([&](db::Tx& tx) {
    EXPECT_TRUE(store::relations::find_request(tx, alice.account.id, moved.id)->notify);
    auto const members = store::lists::members(tx, list, {.limit = 5});
    ASSERT_EQ(members.size(), 1u);
    EXPECT_EQ(members[0].account, moved.id);
  });
}

TEST_F(Moves, KeepBlocksAndMutes) {
  auto const old = resolve(bob);
  app.post("/api/v1/accounts/" + to_string(old.id) + "/block", alice.token);
  app.post("/api/v1/accounts/" + to_string(old.id) + "/mute", erin.token);
  auto const target = new_home("robert", bob);
  hear_move(target);
  auto const moved = resolve(target).id;
  auto const ask = [&](Login const& who) {
    return app.get("/api/v1/accounts/relationships?id[]=" + to_string(moved), who.token).body;
  };
  EXPECT_TRUE(ask(alice).contains(R"("blocking":true)"));
  EXPECT_TRUE(ask(erin).contains(R"("muting":true)"));
}

TEST_F(Moves, OfOthersAreIgnoredUnlessTheTargetConfirmsThem) {
  auto const old = resolve(bob);
  follow(alice.account.id, old.id);
  hear_move(remote.add_actor("stranger"));
  hear_move(bob);
  hear_move(new_home("away", bob, fmt::format(R"(,"movedTo":"{}")", bob)));
  hear_move(new_home("robert", bob), remote.add_actor("victim"));
  EXPECT_TRUE(follows(alice.account.id, old.id));
  EXPECT_FALSE(stored(old.id).moved_to);
}

TEST_F(Moves, OfOthersCountOnceInAWeek) {
  auto const old = resolve(bob);
  auto const first = new_home("robert", bob), second = new_home("bobby", bob);
  hear_move(first);
  hear_move(second);
  EXPECT_EQ(stored(old.id).moved_to, resolve(first).id);
  app.clock().advance(std::chrono::days(8));
  hear_move(second);
  EXPECT_EQ(stored(old.id).moved_to, resolve(second).id);
}

TEST_F(Moves, ThatAProfileTellsOfAreShownOnceTheTargetIsKnownAndMoveNobody) {
  auto const target = remote.add_actor("robert");
  auto const old = resolve(remote.add_actor("dora", fmt::format(R"("movedTo":"{}")", target)));
  auto const lost = resolve(remote.add_actor("lost", fmt::format(R"("movedTo":"{}")", remote.actor("nobody"))));
  follow(alice.account.id, old.id);
  app.run_jobs();
  EXPECT_TRUE(app.get("/api/v1/accounts/" + to_string(old.id)).body.contains(R"("moved":{)"));
  EXPECT_FALSE(stored(lost.id).moved_to);
  EXPECT_TRUE(follows(alice.account.id, old.id));
}

TEST_F(Moves, OfOursAreToldToFollowersOfOtherServers) {
  auto const follower = resolve(bob);
  follow(follower.id, alice.account.id);
  auto const target = new_home("alicia", alice.account.uri);
  app.wait(actions::move(app.app(), alice.account.id, "alicia@" + remote.domain()));
  app.run_jobs();
  auto const sent = remote.posts_to("/inbox");
  auto const move = std::ranges::find_if(sent, [](auto const& body) { return body.contains(R"("type":"Move")"); });
  ASSERT_NE(move, sent.end());
  EXPECT_TRUE(move->contains(fmt::format(R"("object":"{}","target":"{}")", alice.account.uri, target))) << *move;
  EXPECT_TRUE(std::ranges::any_of(sent, [&](auto const& body) {
    return body.contains(R"("type":"Update")") && body.contains(fmt::format(R"("movedTo":"{}")", target));
  }));
  EXPECT_EQ(app.post("/api/v1/statuses", alice.token, R"({"status":"Hi"})").status, 403) << "it lives elsewhere";
  expect_invalid("alicia@" + remote.domain());  // too soon
}

TEST_F(Moves, OfOursTakeFollowersHereAlong) {
  follow(erin.account.id, alice.account.id);
  auto const dan = app.local("dan");
  expect_invalid("dan");
  app.wait(actions::set_aliases(app.app(), dan.account.id, {"alice"}));
  app.wait(actions::move(app.app(), alice.account.id, "dan"));
  app.run_jobs();
  EXPECT_TRUE(follows(erin.account.id, dan.account.id));
  EXPECT_FALSE(follows(erin.account.id, alice.account.id));
  app.db().transact_blocking([&](db::Tx& tx) { actions::stay(app.app(), tx, alice.account.id); });
  EXPECT_EQ(app.post("/api/v1/statuses", alice.token, R"({"status":"Hi"})").status, 200);
}

TEST_F(Moves, WantThePassword) {
  auto const move = [&](std::string const& target, std::string const& password) {
    return app
        .post("/api/v1/accounts/move", alice.token,
              fmt::format(R"({{"moved_to_uri":"{}","password":"{}"}})", target, password))
        .status;
  };
  app.db().transact_blocking(
      [&](db::Tx& tx) { store::users::set_password(tx, alice.user, crypto::hash_password(Secret("right horse"))); });
  app.wait(actions::set_aliases(app.app(), erin.account.id, {"alice"}));
  EXPECT_EQ(move("erin", "wrong horse"), 422);
  EXPECT_FALSE(stored(alice.account.id).moved_to);
  EXPECT_EQ(move("erin", "right horse"), 202);
  EXPECT_EQ(stored(alice.account.id).moved_to, erin.account.id);
  EXPECT_EQ(move("", "right horse"), 202);
  EXPECT_FALSE(stored(alice.account.id).moved_to) << "an empty address takes it back";
}

}  // namespace
}  // namespace dunlin::test
