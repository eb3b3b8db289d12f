#include <fmt/core.h>
#include <gtest/gtest.h>

#include "dunlin/store/accounts.hpp"
#include "dunlin/store/relations.hpp"
#include "dunlin/store/statuses.hpp"
#include "support/remote_server.hpp"

namespace dunlin::test {
namespace {

struct Inbox : testing::Test {
  TestApp app{RemoteServer::allow};
  RemoteServer remote;
  Login const alice = app.local("alice");
  std::string const bob = remote.add_actor("bob");
  std::string const inbox = "/ap/users/" + to_string(alice.account.id) + "/inbox";

  std::string activity(std::string const& type, std::string const& id, std::string const& object) const {
    return fmt::format(
        R"({{"@context":"https://www.w3.org/ns/activitystreams","id":"{}","type":"{}","actor":"{}","object":{}}})",
        remote.url(id), type, bob, object);
  }
  std::string quoted(std::string const& text) const { return '"' + text + '"'; }
  std::string note(std::string const& path, std::string const& more = {}) const {
    return fmt::format(R"({{"id":"{0}","type":"Note","attributedTo":"{1}","content":"<p>Hello<script>x</script></p>",)"
                       R"("to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["{1}/followers"]{2}}})",
                       remote.url(path), bob, more);
  }
  int deliver(std::string const& body) const { return remote.deliver(const_cast<TestApp&>(app), inbox, "bob", body); }
  int deliver_and_run(std::string const& body) {
    auto const status = deliver(body);
    app.run_jobs();
    return status;
  }
  std::optional<Account> known(std::string const& uri) {
    return app.db().read_blocking([&](db::Tx& tx) { return store::accounts::by_uri(tx, uri); });
  }
  std::optional<Status> status(std::string const& path) {
    return app.db().read_blocking([&](db::Tx& tx) { return store::statuses::by_uri(tx, remote.url(path)); });
  }
  /// Bob is known here, and alice follows him, so his posts are wanted.
  void follow_bob() {
    deliver_and_run(activity("Follow", "/follow/0", quoted(alice.account.uri)));
    auto const id = known(bob)->id;
    app.db().transact_blocking([&](db::Tx& tx) {
      store::relations::insert_follow(tx, {.id = tx.next_id<FollowId>(app.clock().now()),
                                           .follower = alice.account.id,
                                           .target = id,
                                           .created_at = app.clock().now()});
    });
  }
};

TEST_F(Inbox, TakesAFollowOfAStrangerWhomItFetchesVerifiesAndAnswersWithTheWholeFollow) {
  EXPECT_EQ(deliver(activity("Follow", "/follow/1", quoted(alice.account.uri))), 202);
  app.run_jobs();
  auto const account = known(bob);
  ASSERT_TRUE(account);
  EXPECT_EQ(account->acct(), "bob@" + remote.domain());
  auto const answers = remote.posts_to("/users/bob/inbox");
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_TRUE(answers[0].contains(R"("type":"Accept")"));
  EXPECT_TRUE(answers[0].contains(R"("id":")" + remote.url("/follow/1")));
  EXPECT_EQ(
      app.db().read_blocking([&](db::Tx& tx) { return store::accounts::find(tx, alice.account.id); })->followers_count,
      1);
}

TEST_F(Inbox, RefusesWhatIsNotSignedOrSignedBySomebodyElse) {
  auto const body = activity("Follow", "/follow/2", quoted(alice.account.uri));
  EXPECT_EQ(app.send(app.request("POST", inbox, {}, body, "application/activity+json")).status, 401);
  auto tampered = remote.signed_post(app, inbox, "bob", body);
  tampered.body += " ";
  EXPECT_EQ(app.send(tampered).status, 401);
  auto moved = remote.signed_post(app, inbox, "bob", body);
  moved.target = moved.path = "/inbox";
  EXPECT_EQ(app.send(moved).status, 401);
  remote.add_actor("mallory");
  EXPECT_EQ(remote.deliver(app, inbox, "mallory", body), 401);
  EXPECT_EQ(remote.deliver(app, inbox, "nobody", body), 401);
}

TEST_F(Inbox, RefusesBrokenBodiesBeforeItAsksForAnyKey) {
  EXPECT_EQ(deliver("not json"), 400);
  EXPECT_EQ(deliver(R"(["a list"])"), 400);
  EXPECT_EQ(deliver(R"({"type":"Follow","type":"Like","actor":"x"})"), 400);
  EXPECT_EQ(deliver(activity("Follow", "/1", "null")), 400);
  auto plain = remote.signed_post(app, inbox, "bob", activity("Like", "/1", "\"x\""));
  for (auto& [name, value] : plain.headers)
    if (name == "content-type") value = "text/plain";
  EXPECT_EQ(app.send(plain).status, 415);
  EXPECT_EQ(deliver(activity("Follow", "/1", quoted(std::string(1024 * 1024, 'a')))), 413);
  EXPECT_TRUE(remote.gets().empty());
}

TEST_F(Inbox, LetsStrangersDeleteThemselvesWithoutAskingForTheirKey) {
  EXPECT_EQ(deliver(activity("Delete", "/delete/bob", quoted(bob))), 202);
  EXPECT_TRUE(remote.gets().empty());
}

TEST_F(Inbox, RefusesSuspendedDomains) {
  app.db().transact_blocking([](db::Tx& tx) {
    constexpr db::Statement sql{"test.suspend",
                                "insert into domain_policies (domain, severity) values ('localhost', 2)"};
    tx.execute(sql);
  });
  EXPECT_EQ(deliver(activity("Follow", "/follow/3", quoted(alice.account.uri))), 403);
}

TEST_F(Inbox, StoresAPostOnceHoweverOftenItComes) {
  follow_bob();
  auto const body = activity("Create", "/notes/1/activity", note("/notes/1"));
  EXPECT_EQ(deliver_and_run(body), 202);
  EXPECT_EQ(remote.deliver(app, "/inbox", "bob", body), 202);
  app.run_jobs();
  auto const stored = status("/notes/1");
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->html.text(), "<p>Hello</p>");
  EXPECT_EQ(stored->visibility, Visibility::public_);
  EXPECT_EQ(known(bob)->statuses_count, 1);
}

TEST_F(Inbox, DropsPostsThatNobodyHereNeeds) {
  deliver_and_run(activity("Follow", "/follow/4", quoted(alice.account.uri)));
  EXPECT_EQ(remote.deliver(app, "/inbox", "bob", activity("Create", "/notes/2/activity", note("/notes/2"))), 202);
  app.run_jobs();
  EXPECT_FALSE(status("/notes/2"));
}

TEST_F(Inbox, NeverStoresWhatSomebodySaysForSomebodyElse) {
  follow_bob();
  remote.add_actor("vera");
  auto forged = note("/notes/3");
  forged.replace(forged.find(bob), bob.size(), remote.actor("vera"));
  deliver_and_run(activity("Create", "/notes/3/activity", forged));
  EXPECT_FALSE(status("/notes/3"));
}

TEST_F(Inbox, ForgetsADeletedPostAndItsLateCreate) {
  follow_bob();
  deliver_and_run(activity("Create", "/notes/4/activity", note("/notes/4")));
  ASSERT_TRUE(status("/notes/4"));
  deliver_and_run(activity("Delete", "/notes/4#delete", quoted(remote.url("/notes/4"))));
  EXPECT_FALSE(status("/notes/4"));
  deliver_and_run(activity("Delete", "/notes/5#delete", quoted(remote.url("/notes/5"))));
  deliver_and_run(activity("Create", "/notes/5/activity", note("/notes/5")));
  EXPECT_FALSE(status("/notes/5"));
}

TEST_F(Inbox, StoresTheFilesOfAPost) {
  follow_bob();
  auto const file = remote.url("/files/1.png");
  deliver_and_run(activity("Create", "/notes/8/activity",
                           note("/notes/8", R"(,"attachment":{"type":"Document","mediaType":"image/png","url":")" +
                                                file + R"(","name":"a picture"})")));
  auto const stored = status("/notes/8");
  ASSERT_TRUE(stored);
  ASSERT_EQ(stored->media.size(), 1u);
  EXPECT_EQ(stored->media[0].remote_url, file);
  EXPECT_EQ(stored->media[0].description, "a picture");
}

TEST_F(Inbox, FetchesTheParentOfAReplyAfterwards) {
  follow_bob();
  remote.put("/notes/9", note("/notes/9"));
  deliver_and_run(activity("Create", "/notes/10/activity",
                           note("/notes/10", R"(,"inReplyTo":{"id":")" + remote.url("/notes/9") + "\"}")));
  ASSERT_TRUE(status("/notes/9"));
  ASSERT_TRUE(status("/notes/10"));
  EXPECT_EQ(status("/notes/10")->in_reply_to, status("/notes/9")->id);
}

TEST_F(Inbox, IgnoresTheIdsOfOtherHosts) {
  follow_bob();
  deliver_and_run(activity("Create", "/notes/11/activity", note("/notes/11")));
  auto like = activity("Like", "/likes/9", quoted(remote.url("/notes/11")));
  like.replace(like.find(remote.url("/likes/9")), remote.url("/likes/9").size(), "https://other.test/likes/9");
  deliver_and_run(like);
  EXPECT_EQ(status("/notes/11")->favourites_count, 1);
}

TEST_F(Inbox, EditsAPostAndKeepsItsVisibility) {
  follow_bob();
  auto const published = R"(,"published":"2020-01-01T00:00:00Z")";
  deliver_and_run(activity("Create", "/notes/6/activity", note("/notes/6", published)));
  auto edited = note("/notes/6", std::string(published) + R"(,"updated":"2020-01-02T00:00:00Z")");
  edited.replace(edited.find("Hello"), 5, "Bye");
  deliver_and_run(activity("Update", "/notes/6#update", edited));
  ASSERT_TRUE(status("/notes/6"));
  EXPECT_EQ(status("/notes/6")->html.text(), "<p>Bye</p>");
  EXPECT_TRUE(status("/notes/6")->edited_at);
}

TEST_F(Inbox, CountsALikeOnceAndTakesItBackInAnyOrder) {
  follow_bob();
  deliver_and_run(activity("Create", "/notes/7/activity", note("/notes/7")));
  auto const liked = quoted(remote.url("/notes/7"));
  auto const likes = [&] { return status("/notes/7")->favourites_count; };
  deliver_and_run(activity("Like", "/likes/1", liked));
  deliver_and_run(activity("Like", "/likes/2", liked));
  EXPECT_EQ(likes(), 1);
  auto const like =
      fmt::format(R"({{"id":"{}","type":"Like","actor":"{}","object":{}}})", remote.url("/likes/1"), bob, liked);
  deliver_and_run(activity("Undo", "/undo/1", like));
  EXPECT_EQ(likes(), 0);
  deliver_and_run(activity("Undo", "/undo/3", quoted(remote.url("/likes/3"))));
  deliver_and_run(activity("Like", "/likes/3", liked));
  EXPECT_EQ(likes(), 0);
}

TEST_F(Inbox, FetchesABoostedPostFromItsOwnServerAndTrustsNoCopy) {
  follow_bob();
  RemoteServer other;
  auto const carol = other.add_actor("carol");
  auto const original = fmt::format(
      R"({{"id":"{}","type":"Note","attributedTo":"{}","content":"<p>true</p>","to":["https://www.w3.org/ns/activitystreams#Public"]}})",
      other.url("/notes/1"), carol);
  other.put("/notes/1", original);
  auto copy = original;
  copy.replace(copy.find("true"), 4, "forged");
  auto const announce = fmt::format(
      R"({{"id":"{}","type":"Announce","actor":"{}","object":{},"to":["https://www.w3.org/ns/activitystreams#Public"]}})",
      remote.url("/announce/1"), bob, copy);
  deliver_and_run(announce);
  auto const stored =
      app.db().read_blocking([&](db::Tx& tx) { return store::statuses::by_uri(tx, other.url("/notes/1")); });
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->html.text(), "<p>true</p>");
  EXPECT_EQ(stored->boosts_count, 1);
}

TEST_F(Inbox, ReadsAChangedProfileFromTheUpdateItself) {
  follow_bob();
  auto document = remote.gets().empty() ? std::string() : known(bob)->display_name;
  EXPECT_EQ(document, "bob");
  RemoteServer copy;
  auto changed =
      fmt::format(R"({{"id":"{0}","type":"Person","preferredUsername":"bob","name":"Robert","inbox":"{0}/inbox",)"
                  R"("endpoints":{{"sharedInbox":"{1}"}}}})",
                  bob, remote.url("/inbox"));
  // Without its key the copy says something about keys, so the server itself is asked: the name stays.
  deliver_and_run(activity("Update", "/update/1", changed));
  EXPECT_EQ(known(bob)->display_name, "bob");
  remote.add_actor("bob", R"("summary":"<p>new</p>")");
  deliver_and_run(activity("Update", "/update/2", changed));
  EXPECT_EQ(known(bob)->note.text(), "<p>new</p>");
}

}  // namespace
}  // namespace dunlin::test
