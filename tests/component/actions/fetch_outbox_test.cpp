#include "dunlin/actions/fetch_outbox.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "dunlin/base/time.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/store/statuses.hpp"
#include "support/remote_server.hpp"

namespace dunlin::test {
namespace {

constexpr auto to_all = "https://www.w3.org/ns/activitystreams#Public";

struct FetchOutbox : testing::Test {
  TestApp app{RemoteServer::allow};
  RemoteServer remote;
  Login const alice = app.local("alice");
  std::string const uri = remote.add_actor("bob");
  Account const bob = *app.wait(federation::resolve_actor(app.app(), uri));

  std::string note(int number, std::string_view to = to_all, std::string const& author = {}) const {
    return fmt::format(R"({{"id":"{}","type":"Note","attributedTo":"{}","content":"post {}","to":["{}"],)"
                       R"("published":"2020-01-{:02}T10:00:00Z"}})",
                       remote.url("/notes/" + std::to_string(number)), author.empty() ? uri : author, number, to,
                       number);
  }
  std::string create(std::string const& object) const {
    return fmt::format(R"({{"type":"Create","actor":"{}","object":{}}})", uri, object);
  }
  void outbox(std::string const& first, std::string const& second = {}) {
    auto const address = remote.actor("bob") + "/outbox";
    remote.put(
        "/users/bob/outbox",
        fmt::format(R"({{"id":"{0}","type":"OrderedCollection","totalItems":1000,"first":"{0}?page=1"}})", address));
    remote.put("/users/bob/outbox?page=1",
               fmt::format(R"({{"id":"{0}?page=1","type":"OrderedCollectionPage","orderedItems":[{1}],)"
                           R"("next":"{0}?page=2"}})",
                           address, first));
    remote.put(
        "/users/bob/outbox?page=2",
        fmt::format(R"({{"id":"{0}?page=2","type":"OrderedCollectionPage","orderedItems":[{1}]}})", address, second));
  }
  std::string statuses() { return app.get("/api/v1/accounts/" + to_string(bob.id) + "/statuses", alice.token).body; }
  std::string visit() {
    statuses();
    app.run_jobs();
    return statuses();
  }
  std::ptrdiff_t asked(std::string const& path) { return std::ranges::count(remote.gets(), path); }
};

TEST_F(FetchOutbox, PullsPublicPostsOnTheFirstVisitWithTheirOwnDatesAndTellsNobody) {
  outbox(create(note(3)) + "," + create(note(2, uri + "/followers")), create('"' + remote.url("/notes/1") + '"'));
  remote.put("/notes/1", note(1));
  auto const shown = visit();
  EXPECT_TRUE(shown.contains("post 3") && shown.contains("2020-01-03")) << shown;
  EXPECT_TRUE(shown.contains("post 1")) << "an address alone is followed";
  EXPECT_FALSE(shown.contains("post 2"));
  EXPECT_LT(shown.find("post 3"), shown.find("post 1"));
  EXPECT_EQ(app.get("/api/v1/notifications", alice.token).body, "[]");
  auto const profile = app.get("/api/v1/accounts/" + to_string(bob.id)).body;
  EXPECT_TRUE(profile.contains(R"("statuses_count":1000)")) << profile;
}

TEST_F(FetchOutbox, IsNotAskedTimeAndAgain) {
  outbox(create(note(1)));
  visit();
  visit();
  app.clock().advance(std::chrono::hours(1));
  visit();
  EXPECT_EQ(asked("/users/bob/outbox?page=1"), 1);
}

TEST_F(FetchOutbox, BelievesTheServerAboutItsOwnPeopleOnly) {
  RemoteServer other;
  auto const dora = other.add_actor("dora");
  auto const foreign = fmt::format(R"({{"id":"{}","type":"Note","attributedTo":"{}","content":"forged","to":["{}"]}})",
                                   other.url("/notes/9"), dora, to_all);
  outbox(create(note(4, to_all, dora)) + "," + create(foreign) + "," + create(note(5)));
  auto const shown = visit();
  EXPECT_TRUE(shown.contains("post 5"));
  EXPECT_FALSE(shown.contains("post 4"));
  EXPECT_FALSE(app.db().read_blocking(
      [&](db::Tx& tx) { return store::statuses::by_uri(tx, other.url("/notes/9")).has_value(); }));
}

TEST_F(FetchOutbox, FillsTheHomeOfWhoBeginsToFollow) {
  outbox(create(note(7)));
  app.post("/api/v1/accounts/" + to_string(bob.id) + "/follow", alice.token);
  app.run_jobs();
  auto const follow = remote.posts_to("/users/bob/inbox").at(0);
  auto const at = follow.find(R"("id":")") + 6;
  auto const accept = fmt::format(R"({{"id":"{}","type":"Accept","actor":"{}","object":"{}"}})",
                                  remote.url("/accepts/1"), uri, follow.substr(at, follow.find('"', at) - at));
  EXPECT_EQ(remote.deliver(app, "/inbox", "bob", accept), 202);
  app.run_jobs();
  EXPECT_TRUE(app.get("/api/v1/timelines/home", alice.token).body.contains("post 7"));
}

}  // namespace
}  // namespace dunlin::test
