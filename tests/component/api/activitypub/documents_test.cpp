#include <gtest/gtest.h>

#include "dunlin/actions/publish.hpp"
#include "dunlin/store/custom_emojis.hpp"
#include "dunlin/store/relations.hpp"
#include "dunlin/store/statuses.hpp"
#include "support/remote_server.hpp"

namespace dunlin::test {
namespace {

struct Documents : testing::Test {
  TestApp app{RemoteServer::allow};
  RemoteServer remote;
  Login const alice = app.local("Alice");
  std::string const actor = "/ap/users/" + to_string(alice.account.id);

  access::Reply get(std::string const& path, std::string const& accept = "application/activity+json") {
    auto request = app.request("GET", path);
    request.headers.emplace_back("accept", accept);
    return app.send(request);
  }
  Status post(std::string const& text, Visibility visibility = Visibility::public_) {
    actions::Draft draft;
    draft.text = text;
    draft.visibility = visibility;
    return app.wait(actions::publish(app.app(), alice.account.id, draft));
  }
  std::string path_of(Status const& status) { return actor + "/statuses/" + to_string(status.id); }
};

TEST_F(Documents, ShowAnActorWithItsKeyUnderBothAddresses) {
  for (auto const& path : {actor, std::string("/users/alice"), actor}) {
    auto const reply = get(path);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.type, "application/activity+json; charset=utf-8");
    EXPECT_TRUE(reply.body.contains(R"("id":")" + alice.account.uri + "\"")) << reply.body;
    EXPECT_TRUE(reply.body.contains("BEGIN PUBLIC KEY")) << reply.body;
  }
  EXPECT_EQ(get("/users/nobody").status, 404);
}

TEST_F(Documents, SendBrowsersToThePage) {
  for (auto const* const accept : {"text/html,application/xhtml+xml,*/*;q=0.8", "*/*"}) {
    auto const reply = get(actor, accept);
    EXPECT_EQ(reply.status, 302) << accept;
  }
}

TEST_F(Documents, ShowAPostItsActivityAndItsTombstone) {
  auto const status = post("Hello #world");
  auto const note = get(path_of(status));
  EXPECT_EQ(note.status, 200);
  EXPECT_TRUE(note.body.contains(R"("type":"Note")"));
  EXPECT_TRUE(note.body.contains(R"("name":"#world")")) << note.body;
  EXPECT_TRUE(get(path_of(status) + "/activity").body.contains(R"("type":"Create")"));
  EXPECT_EQ(get(path_of(status) + "/replies").status, 200);
  app.db().transact_blocking([&](db::Tx& tx) { actions::unpublish(app.app(), tx, alice.account.id, status.id); });
  auto const gone = get(path_of(status));
  EXPECT_EQ(gone.status, 410);
  EXPECT_TRUE(gone.body.contains(R"("type":"Tombstone")"));
}

TEST_F(Documents, ShowPrivatePostsToFollowersWhoSignAndToNobodyElse) {
  auto const bob = remote.add_actor("bob");
  remote.add_actor("eve");
  auto const status = post("for friends", Visibility::private_);
  EXPECT_EQ(get(path_of(status)).status, 404);
  auto const follow = R"({"id":")" + remote.url("/f") + R"(","type":"Follow","actor":")" + bob + R"(","object":")" +
                      alice.account.uri + "\"}";
  EXPECT_EQ(remote.deliver(app, actor + "/inbox", "bob", follow), 202);
  app.run_jobs();
  auto const shown = app.send(remote.signed_get(app, path_of(status), "bob"));
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(app.send(remote.signed_get(app, path_of(status), "eve")).status, 404);
  auto const outbox = app.send(remote.signed_get(app, actor + "/outbox?page=true", "bob"));
  EXPECT_TRUE(outbox.body.contains("for friends"));
  EXPECT_FALSE(get(actor + "/outbox?page=true").body.contains("for friends"));
}

TEST_F(Documents, ListWhatAnAccountPublishes) {
  auto const status = post("in the outbox");
  auto const head = get(actor + "/outbox");
  EXPECT_TRUE(head.body.contains(R"("totalItems":1)")) << head.body;
  EXPECT_TRUE(get(actor + "/outbox?page=true").body.contains("in the outbox"));
  EXPECT_TRUE(get(actor + "/followers").body.contains(R"("totalItems":0)"));
  EXPECT_EQ(get(actor + "/followers?page=1").status, 200);
  EXPECT_EQ(get(actor + "/collections/featured").status, 200);
  EXPECT_EQ(get(actor + "/collections/tags").status, 200);
}

TEST_F(Documents, AnswerWebFingerForEverySpellingOfAHandle) {
  auto const ask = [&](std::string const& resource) { return get("/.well-known/webfinger?resource=" + resource); };
  for (auto const& resource : {std::string("acct:alice@dunlin.test"), std::string("ALICE@DUNLIN.TEST"),
                               alice.account.uri, std::string("http://dunlin.test/@alice")}) {
    for (int again = 0; again < 2; ++again) {
      auto const reply = ask(resource);
      EXPECT_EQ(reply.status, 200) << resource;
      EXPECT_TRUE(reply.type.starts_with("application/jrd+json"));
      EXPECT_TRUE(reply.body.contains(R"("subject":"acct:Alice@dunlin.test")")) << reply.body;
    }
  }
  EXPECT_TRUE(ask("acct:dunlin.test@dunlin.test").body.contains("/actor"));
  EXPECT_EQ(ask("acct:nobody@dunlin.test").status, 404);
  EXPECT_EQ(ask("acct:alice@other.test").status, 404);
  EXPECT_EQ(ask("").status, 400);
  EXPECT_EQ(ask("alice").status, 400);
}

TEST_F(Documents, DescribeTheServer) {
  EXPECT_TRUE(get("/actor").body.contains(R"("type":"Application")"));
  EXPECT_TRUE(get("/.well-known/host-meta").body.contains("lrdd"));
  EXPECT_TRUE(get("/.well-known/host-meta.json").body.contains("lrdd"));
  EXPECT_TRUE(get("/.well-known/nodeinfo").body.contains("/nodeinfo/2.1"));
  for (auto const* const path : {"/nodeinfo/2.0", "/nodeinfo/2.1"})
    EXPECT_TRUE(get(path).body.contains(R"("name":"dunlin")")) << path;
  EXPECT_EQ(get("/nodeinfo/3.0").status, 404);
}

TEST(AuthorizedFetch, ShowsUnsignedReadersTheInstanceActorAlone) {
  TestApp app([](config::Config& config) {
    RemoteServer::allow(config);
    config.authorized_fetch = true;
  });
  RemoteServer remote;
  remote.add_actor("bob");
  auto const alice = app.local("alice");
  auto const actor = "/ap/users/" + to_string(alice.account.id);
  auto request = app.request("GET", actor);
  request.headers.emplace_back("accept", "application/activity+json");
  EXPECT_EQ(app.send(request).status, 401);
  EXPECT_EQ(app.send(remote.signed_get(app, actor, "bob")).status, 200);
  request.target = request.path = "/actor";
  EXPECT_EQ(app.send(request).status, 200);
}

TEST_F(Documents, ShowOurOwnEmojisAndWhatWeFederate) {
  app.db().transact_blocking([&](db::Tx& tx) {
    store::custom_emojis::put(tx, {.shortcode = "owl", .file = "custom/owl.png", .type = "image/png", .category = {}},
                              app.clock().now());
  });
  auto const emoji = get("/emojis/owl");
  EXPECT_EQ(emoji.status, 200);
  EXPECT_TRUE(emoji.body.contains(R"("name":":owl:")") && emoji.body.contains("custom/owl.png")) << emoji.body;
  EXPECT_EQ(get("/emojis/eagle").status, 404);
  EXPECT_TRUE(get(path_of(post("Hoo :owl:"))).body.contains(R"(/emojis/owl","type":"Emoji")"));
  EXPECT_TRUE(get("/FEDERATION.md", "*/*").body.starts_with("# Federation"));
}

}  // namespace
}  // namespace dunlin::test
