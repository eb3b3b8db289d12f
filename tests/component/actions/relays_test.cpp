#include "dunlin/actions/relays.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "dunlin/base/refusal.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/statuses.hpp"
#include "support/remote_server.hpp"

namespace dunlin::test {
namespace {

struct Relays : testing::Test {
  TestApp app{RemoteServer::allow};
  RemoteServer remote;
  Login const alice = app.local("alice");
  std::string const relay = remote.add_actor("relay", {}, "Application");
  std::string const author = remote.add_actor("author");
  std::string const uri = remote.url("/notes/1");

  Relays() {
    remote.put("/notes/1", fmt::format(R"({{"id":"{}","type":"Note","attributedTo":"{}","content":"far away",)"
                                       R"("to":["https://www.w3.org/ns/activitystreams#Public"]}})",
                                       uri, author));
  }
  void subscribe(std::string const& address) {
    auto const added = app.wait(actions::add_relay(app.app(), address));
    app.run_jobs();
    answer("Accept", added.follow_uri);
  }
  void answer(std::string const& type, std::string const& follow) {
    hear(fmt::format(R"({{"id":"{}","type":"{}","actor":"{}","object":{{"id":"{}","type":"Follow"}}}})",
                     remote.url("/answers/" + type), type, relay, follow));
  }
  int hear(std::string const& body) {
    auto const status = remote.deliver(app, "/inbox", "relay", body);
    app.run_jobs();
    return status;
  }
  int announce() {
    return hear(
        fmt::format(R"({{"id":"{}","type":"Announce","actor":"{}","object":"{}"}})", remote.url("/a/1"), relay, uri));
  }
  int forward() {
    return hear(fmt::format(R"({{"id":"{0}/a","type":"Create","actor":"{1}","object":{{"id":"{0}","type":"Note",)"
                            R"("attributedTo":"{1}","content":"forged"}}}})",
                            uri, author));
  }
  std::optional<Status> stored() {
    return app.db().read_blocking([&](db::Tx& tx) { return store::statuses::by_uri(tx, uri); });
  }
  int sent(std::string const& path, std::string const& type) {
    auto const bodies = remote.posts_to(path);
    return static_cast<int>(std::ranges::count_if(
        bodies, [&](auto const& body) { return body.contains(fmt::format(R"("type":"{}")", type)); }));
  }
  void post(std::string const& json) {
    EXPECT_EQ(app.post("/api/v1/statuses", alice.token, json).status, 200);
    app.run_jobs();
  }
};

TEST_F(Relays, OfTheMastodonMannerAreAskedByTheirInboxAndSentPublicPosts) {
  post(R"({"status":"before"})");
  auto const added = app.wait(actions::add_relay(app.app(), remote.url("/inbox")));
  app.run_jobs();
  ASSERT_EQ(sent("/inbox", "Follow"), 1);
  EXPECT_TRUE(remote.posts_to("/inbox")[0].contains(R"("object":"https://www.w3.org/ns/activitystreams#Public")"));
  post(R"({"status":"not yet"})");
  EXPECT_EQ(sent("/inbox", "Create"), 0);
  answer("Accept", added.follow_uri);
  post(R"({"status":"Hello, all"})");
  post(R"({"status":"Hello, few","visibility":"private"})");
  EXPECT_EQ(sent("/inbox", "Create"), 1);
  app.db().transact_blocking([&](db::Tx& tx) { actions::remove_relay(app.app(), tx, remote.url("/inbox")); });
  app.run_jobs();
  EXPECT_EQ(sent("/inbox", "Undo"), 1);
  post(R"({"status":"without them"})");
  EXPECT_EQ(sent("/inbox", "Create"), 1);
}

TEST_F(Relays, OfTheLitePubMannerAreFollowedAndAnnouncedTo) {
  subscribe(relay);
  EXPECT_TRUE(remote.posts_to("/users/relay/inbox")[0].contains(fmt::format(R"("object":"{}")", relay)));
  hear(fmt::format(R"({{"id":"{}","type":"Follow","actor":"{}","object":"http://dunlin.test/actor"}})",
                   remote.url("/f/1"), relay));
  EXPECT_EQ(sent("/users/relay/inbox", "Accept"), 1);
  post(R"({"status":"Hello, all"})");
  EXPECT_EQ(sent("/users/relay/inbox", "Announce"), 1);
  EXPECT_EQ(sent("/users/relay/inbox", "Create"), 0);
}

TEST_F(Relays, BringPostsWithoutBoosts) {
  EXPECT_EQ(announce(), 202);
  EXPECT_FALSE(stored()) << "nobody asked this relay";
  subscribe(remote.url("/inbox"));
  EXPECT_EQ(hear(fmt::format(R"({{"id":"{}","type":"Announce","actor":"{}","object":"{}"}})", remote.url("/a/2"), relay,
                             uri)),
            202);
  ASSERT_TRUE(stored());
  EXPECT_EQ(stored()->boosts_count, 0);
  EXPECT_TRUE(app.get("/api/v1/timelines/public").body.contains("far away"));
  EXPECT_FALSE(app.get("/api/v1/timelines/home", alice.token).body.contains("far away"));
}

TEST_F(Relays, MayHandOnWhatOthersWroteButNotWhatItSays) {
  EXPECT_EQ(forward(), 401);
  subscribe(remote.url("/inbox"));
  EXPECT_EQ(forward(), 202);
  ASSERT_TRUE(stored());
  EXPECT_TRUE(stored()->html.text().contains("far away")) << "its own server has the word";
}

TEST_F(Relays, ThatAreNoneAreRefused) {
  EXPECT_THROW(app.wait(actions::add_relay(app.app(), remote.url("/nothing"))), Refusal);
  EXPECT_THROW(app.wait(actions::add_relay(app.app(), "http://dunlin.test/inbox")), Refusal);
  app.wait(actions::add_relay(app.app(), relay));
  EXPECT_THROW(app.wait(actions::add_relay(app.app(), relay)), Refusal);
}

}  // namespace
}  // namespace dunlin::test
