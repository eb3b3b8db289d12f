#include "dunlin/store/records.hpp"
#include "support/posting_test.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

struct Conversations : test::PostingTest {
  Conversations() {
    hear_everybody(ann);
    hear_everybody(bob);
  }
  /// Private messages of strangers are kept back until they are accepted.
  void hear_everybody(test::Login const& who) {
    EXPECT_EQ(app.patch("/api/v2/notifications/policy", who.token, R"({"for_private_mentions": "accept"})").status,
              200);
  }
  json whisper(test::Login const& from, std::string const& text, json const& parent = nullptr) {
    json draft{{"status", text}, {"visibility", "direct"}};
    if (!parent.is_null()) draft["in_reply_to_id"] = parent["id"];
    auto const status = post(from, draft);
    app.run_jobs();
    return status;
  }
  json talks(test::Login const& of, std::string_view query = {}) {
    return of_type("Array<Conversation>", app.get("/api/v1/conversations" + std::string(query), of.token));
  }
  static std::string talk(json const& one, std::string_view rest = {}) {
    return "/api/v1/conversations/" + one["id"].get<std::string>() + std::string(rest);
  }
  void block_by_api(test::Login const& who, test::Login const& target) {
    EXPECT_EQ(app.post("/api/v1/accounts/" + to_string(target.account.id) + "/block", who.token).status, 200);
  }
};

TEST_F(Conversations, AreKeptForBothSidesAndUnreadForTheOther) {
  auto const status = whisper(ann, "@bob psst");
  auto const of_bob = talks(bob), of_ann = talks(ann);
  ASSERT_THAT(of_bob, SizeIs(1));
  ASSERT_THAT(of_ann, SizeIs(1));
  EXPECT_EQ(of_bob[0]["unread"], true);
  EXPECT_EQ(of_ann[0]["unread"], false);
  EXPECT_THAT(ids(of_bob[0]["accounts"]), ElementsAre(to_string(ann.account.id)));
  EXPECT_THAT(ids(of_ann[0]["accounts"]), ElementsAre(to_string(bob.account.id)));
  EXPECT_EQ(of_bob[0]["last_status"]["id"], status["id"]);
}

TEST_F(Conversations, OfOtherPostsThereAreNone) {
  post(ann, "@bob in public");
  post(ann, json{{"status", "@bob for followers"}, {"visibility", "private"}});
  app.run_jobs();
  EXPECT_THAT(talks(bob), IsEmpty());
  EXPECT_THAT(talks(ann), IsEmpty());
}

TEST_F(Conversations, StayOneWhileTheSamePeopleTalk) {
  auto const eve = app.local("eve");
  hear_everybody(eve);
  auto const first = whisper(ann, "@bob one");
  auto const second = whisper(bob, "@ann two", first);
  EXPECT_THAT(talks(ann), SizeIs(1));
  EXPECT_EQ(talks(ann)[0]["unread"], true);
  EXPECT_EQ(talks(bob)[0]["unread"], false);
  EXPECT_EQ(talks(bob)[0]["last_status"]["id"], second["id"]);
  whisper(ann, "@bob and @eve", second);
  EXPECT_THAT(talks(bob), SizeIs(2)) << "with eve it is another conversation";
  ASSERT_THAT(talks(eve), SizeIs(1));
  EXPECT_THAT(ids(talks(eve)[0]["accounts"]),
              UnorderedElementsAre(to_string(ann.account.id), to_string(bob.account.id)));
}

TEST_F(Conversations, WithOneselfShowsOneself) {
  whisper(ann, "a note");
  ASSERT_THAT(talks(ann), SizeIs(1));
  EXPECT_THAT(ids(talks(ann)[0]["accounts"]), ElementsAre(to_string(ann.account.id)));
}

TEST_F(Conversations, AreMarkedReadUnreadAndTakenAway) {
  auto const first = whisper(ann, "@bob one");
  auto const one = talks(bob)[0];
  EXPECT_EQ(of_type("Conversation", app.post(talk(one, "/read"), bob.token))["unread"], false);
  EXPECT_EQ(talks(bob)[0]["unread"], false);
  EXPECT_EQ(of_type("Conversation", app.post(talk(one, "/unread"), bob.token))["unread"], true);
  EXPECT_EQ(error(app.post(talk(one, "/read"), ann.token), 404), "Record not found") << "ann's has another id";
  EXPECT_EQ(error(app.del(talk(one), ann.token), 404), "Record not found");
  EXPECT_EQ(app.del(talk(one), bob.token).body, "{}");
  EXPECT_THAT(talks(bob), IsEmpty());
  EXPECT_THAT(talks(ann), SizeIs(1));
  whisper(ann, "@bob two", first);
  EXPECT_THAT(talks(bob), SizeIs(1)) << "comes back when somebody writes";
}

TEST_F(Conversations, EndWithThePostBeforeADeletedOne) {
  auto const first = whisper(ann, "@bob one");
  auto const second = whisper(bob, "@ann two", first);
  EXPECT_EQ(app.del(path(second), bob.token).status, 200);
  EXPECT_EQ(talks(ann)[0]["last_status"]["id"], first["id"]);
  EXPECT_EQ(talks(bob)[0]["last_status"]["id"], first["id"]);
  EXPECT_EQ(app.del(path(first), ann.token).status, 200);
  EXPECT_THAT(talks(ann), IsEmpty());
  EXPECT_THAT(talks(bob), IsEmpty());
}

TEST_F(Conversations, ShowTheLastPostAsItWasEdited) {
  auto const first = whisper(ann, "@bob one");
  app.clock().advance(std::chrono::seconds(5));
  of_type("Status", app.put(path(first), ann.token, R"({"status": "@bob other"})"));
  app.run_jobs();
  ASSERT_THAT(talks(bob), SizeIs(1));
  EXPECT_THAT(talks(bob)[0]["last_status"]["content"].get<std::string>(), HasSubstr("other"));
}

TEST_F(Conversations, EndWithABlock) {
  auto const first = whisper(ann, "@bob one");
  block_by_api(bob, ann);
  EXPECT_THAT(talks(bob), IsEmpty());
  whisper(ann, "@bob again", first);
  EXPECT_THAT(talks(bob), IsEmpty());
}

TEST_F(Conversations, ArePagedByTheirLastPost) {
  std::vector<std::string> posts;
  for (int i = 0; i < 4; ++i) posts.push_back(whisper(ann, "@bob " + std::to_string(i))["id"]);
  auto const reply = app.get("/api/v1/conversations?limit=2", bob.token);
  EXPECT_THAT(header(reply, "Link"), HasSubstr("max_id=" + posts[2] + ">; rel=\"next\""));
  EXPECT_THAT(header(reply, "Link"), HasSubstr("min_id=" + posts[3] + ">; rel=\"prev\""));
  auto const last_of = [](json const& list) {
    std::vector<std::string> found;
    for (auto const& one : list) found.push_back(one["last_status"]["id"]);
    return found;
  };
  EXPECT_THAT(last_of(talks(bob, "?limit=2&max_id=" + posts[2])), ElementsAre(posts[1], posts[0]));
  EXPECT_THAT(last_of(talks(bob, "?limit=2&min_id=" + posts[0])), ElementsAre(posts[2], posts[1]));
}

TEST_F(Conversations, CostAsManyQueriesHoweverManyThereAre) {
  std::vector<test::Login> others;
  for (int i = 0; i < 40; ++i) {
    others.push_back(app.local("friend" + std::to_string(i)));
    post(others.back(), json{{"status", "@bob hello"}, {"visibility", "direct"}});
  }
  app.run_jobs();
  auto const cost = [&](std::string_view query) {
    app.app().records.clear();
    auto const before = app.statements();
    talks(bob, query);
    return app.statements() - before;
  };
  auto const one = cost("?limit=1"), all = cost("?limit=40");
  EXPECT_LE(all, one + 1) << "the job queue may ask once meanwhile";
}

}  // namespace
}  // namespace dunlin
