#include "dunlin/federation/synchronization.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "dunlin/actions/publish.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/signatures.hpp"
#include "dunlin/store/relations.hpp"
#include "support/remote_server.hpp"

namespace dunlin::test {
namespace {

struct FollowersSynchronization : testing::Test {
  TestApp app{RemoteServer::allow};
  RemoteServer remote;
  Login const alice = app.local("alice");
  Account const bob = account("bob");
  std::string const list = remote.actor("bob") + "/followers_synchronization";
  std::string const followers = remote.actor("bob") + "/followers";

  Account account(std::string const& name) {
    return *app.wait(federation::resolve_actor(app.app(), remote.add_actor(name)));
  }
  void follow(AccountId follower, AccountId target) {
    app.db().transact_blocking([&](db::Tx& tx) {
      auto const now = app.clock().now();
      store::relations::insert_follow(
          tx, {.id = tx.next_id<FollowId>(now), .follower = follower, .target = target, .created_at = now});
    });
  }
  bool follows(AccountId follower, AccountId target) {
    return app.db().read_blocking(
        [&](db::Tx& tx) { return store::relations::find_follow(tx, follower, target).has_value(); });
  }
  void post(Visibility visibility) {
    actions::Draft draft;
    draft.text = "for some";
    draft.visibility = visibility;
    app.wait(actions::publish(app.app(), alice.account.id, draft));
    app.run_jobs();
  }
  /// Bob writes something for his followers and says who they are.
  int hear(std::string const& digest, std::string const& url, std::vector<std::string> const& listed) {
    std::string items;
    for (auto const& uri : listed) items += (items.empty() ? "\"" : ",\"") + uri + '"';
    remote.put("/users/bob/followers_synchronization",
               fmt::format(R"({{"id":"{}","type":"OrderedCollection","orderedItems":[{}]}})", list, items));
    auto const id = remote.url("/notes/1");
    auto const body =
        fmt::format(R"({{"id":"{0}/a","type":"Create","actor":"{1}","to":["{2}"],"object":{{"id":"{0}","type":"Note",)"
                    R"("attributedTo":"{1}","content":"psst","to":["{2}"]}}}})",
                    id, remote.actor("bob"), followers);
    auto const status = remote.deliver(
        app, "/inbox", "bob", body, fmt::format(R"(collectionId="{}", url="{}", digest="{}")", followers, url, digest));
    app.run_jobs();
    return status;
  }
  static std::string digest(std::vector<std::string> const& uris) { return federation::followers_digest(uris); }
};

TEST_F(FollowersSynchronization, IsSaidWithPostsForFollowersOnlyAndSigned) {
  follow(bob.id, alice.account.id);
  auto const carol = account("carol");
  follow(carol.id, alice.account.id);
  post(Visibility::public_);
  post(Visibility::private_);
  auto const posts = remote.posts();
  ASSERT_EQ(posts.size(), 2u);
  EXPECT_TRUE(posts[0].request.header("collection-synchronization").empty());
  auto const said = federation::synchronization_of(posts[1].request);
  ASSERT_TRUE(said) << "not there, or not covered by the signature";
  EXPECT_EQ(said->collection, alice.account.uri + "/followers");
  EXPECT_EQ(said->digest, digest({carol.uri, bob.uri}));
  EXPECT_TRUE(federation::read_claim(posts[1].request, "http", app.clock().now()));

  auto const path = said->url.substr(said->url.find("/ap/"));
  auto const reply = app.send(remote.signed_get(app, path, "bob"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_TRUE(reply.body.contains(bob.uri) && reply.body.contains(carol.uri)) << reply.body;
  EXPECT_EQ(app.send(app.request("GET", path)).status, 401);
}

TEST_F(FollowersSynchronization, ListsToAServerItsOwnPeopleOnly) {
  RemoteServer other;
  auto const dora = *app.wait(federation::resolve_actor(app.app(), other.add_actor("dora")));
  follow(bob.id, alice.account.id);
  follow(dora.id, alice.account.id);
  auto const reply = app.send(
      other.signed_get(app, "/ap/users/" + to_string(alice.account.id) + "/followers_synchronization", "dora"));
  EXPECT_TRUE(reply.body.contains(dora.uri)) << reply.body;
  EXPECT_FALSE(reply.body.contains(bob.uri)) << reply.body;
}

TEST_F(FollowersSynchronization, EndsFollowsThatTheOtherSideDoesNotKnow) {
  auto const erin = app.local("erin");
  follow(alice.account.id, bob.id);
  follow(erin.account.id, bob.id);
  EXPECT_EQ(hear(digest({erin.account.uri}), list, {erin.account.uri}), 202);
  EXPECT_FALSE(follows(alice.account.id, bob.id));
  EXPECT_TRUE(follows(erin.account.id, bob.id));
}

TEST_F(FollowersSynchronization, LetsInWhoWaitsAndTellsWhoDoesNotFollow) {
  auto const erin = app.local("erin");
  app.db().transact_blocking([&](db::Tx& tx) {
    auto const now = app.clock().now();
    store::relations::insert_request(tx, {.id = tx.next_id<FollowId>(now),
                                          .follower = alice.account.id,
                                          .target = bob.id,
                                          .uri = "http://localhost/x",
                                          .created_at = now});
  });
  hear(digest({erin.account.uri, alice.account.uri}), list, {alice.account.uri, erin.account.uri});
  EXPECT_TRUE(follows(alice.account.id, bob.id));
  EXPECT_FALSE(follows(erin.account.id, bob.id));
  auto const told = remote.posts_to("/users/bob/inbox");
  ASSERT_EQ(told.size(), 1u);
  EXPECT_TRUE(told[0].contains(R"("type":"Undo")") && told[0].contains(erin.account.uri)) << told[0];
}

TEST_F(FollowersSynchronization, BelievesNoListThatHasAnotherDigest) {
  follow(alice.account.id, bob.id);
  hear(digest({"http://somebody.example/else"}), list, {});
  EXPECT_TRUE(follows(alice.account.id, bob.id));
}

TEST_F(FollowersSynchronization, AsksNoOtherServer) {
  follow(alice.account.id, bob.id);
  RemoteServer other;
  auto const elsewhere = other.url("/users/bob/followers_synchronization");
  other.put("/users/bob/followers_synchronization",
            fmt::format(R"({{"id":"{}","type":"OrderedCollection","orderedItems":[]}})", elsewhere));
  hear(digest({}), elsewhere, {});
  EXPECT_TRUE(follows(alice.account.id, bob.id));
  EXPECT_TRUE(other.gets().empty());
}

}  // namespace
}  // namespace dunlin::test
