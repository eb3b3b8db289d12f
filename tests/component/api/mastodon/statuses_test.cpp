#include <future>
#include <set>

#include "support/posting_test.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

struct Statuses : test::PostingTest {
  access::Reply try_to_post(json const& draft) { return app.post("/api/v1/statuses", ann.token, draft.dump()); }
  access::Reply post_with_key(std::string const& text, std::string const& key) {
    auto request = app.request("POST", "/api/v1/statuses", ann.token, json{{"status", text}}.dump());
    request.headers.emplace_back("idempotency-key", key);
    return app.send(std::move(request));
  }
};

TEST_F(Statuses, APostIsAnsweredWithTheWholeStatus) {
  auto const status = post(ann, json{{"status", "Hello *world*\nhttps://example.com/x #Owls @bob"},
                                     {"spoiler_text", "birds"},
                                     {"visibility", "unlisted"},
                                     {"language", "de"}});
  EXPECT_THAT(status["content"].get<std::string>(),
              HasSubstr("<p>Hello *world*<br /><a href=\"https://example.com/x\""));
  EXPECT_EQ(status["spoiler_text"], "birds");
  EXPECT_EQ(status["sensitive"], true);
  EXPECT_EQ(status["visibility"], "unlisted");
  EXPECT_EQ(status["language"], "de");
  EXPECT_EQ(status["account"]["acct"], "ann");
  EXPECT_EQ(status["account"]["statuses_count"], 1);
  ASSERT_THAT(status["mentions"], SizeIs(1));
  EXPECT_EQ(status["mentions"][0]["acct"], "bob");
  ASSERT_THAT(status["tags"], SizeIs(1));
  EXPECT_EQ(status["tags"][0]["name"], "owls");
  EXPECT_EQ(status["tags"][0]["url"], "https://dunlin.test/tags/owls");
  EXPECT_EQ(status["favourited"], false);
  EXPECT_EQ(status["pinned"], false);
  EXPECT_EQ(status["filtered"], json::array());
  EXPECT_EQ(status["reblog"], nullptr);
  EXPECT_THAT(status["uri"].get<std::string>(), HasSubstr("https://dunlin.test/"));
  EXPECT_EQ(status["url"], "https://dunlin.test/@ann/" + status["id"].get<std::string>());
  auto shown = show(ann.token, status);
  EXPECT_EQ(shown, status) << "shown from memory as it was posted";
}

TEST_F(Statuses, AnonymousCallersSeeOpenOnesWithoutViewerMembers) {
  auto const status = show({}, post(ann, "hi"));
  for (auto const* name : {"favourited", "reblogged", "muted", "bookmarked", "pinned", "filtered"})
    EXPECT_FALSE(status.contains(name)) << name;
}

TEST_F(Statuses, WhatMayNotBeSeenIsMissing) {
  auto const hidden = post(ann, json{{"status", "x"}, {"visibility", "private"}});
  EXPECT_EQ(error(app.get(path(hidden), bob.token), 404), "Record not found");
  EXPECT_EQ(error(app.get(path(hidden)), 404), "Record not found");
  EXPECT_EQ(show(ann.token, hidden)["visibility"], "private");
  follow(bob.account, ann.account);
  EXPECT_EQ(show(bob.token, hidden)["id"], hidden["id"]);
  for (auto const* rest : {"/context", "/history", "/source"})
    EXPECT_EQ(app.get(path(hidden, rest), app.local("eve" + std::string(rest).substr(1)).token).status, 404) << rest;
  EXPECT_EQ(app.get("/api/v1/statuses/abc", ann.token).status, 404);
  EXPECT_EQ(app.get("/api/v1/statuses/99999999999999999999", ann.token).status, 404);
}

TEST_F(Statuses, DirectOnesAreForWhoIsNamed) {
  auto const direct = post(ann, json{{"status", "@bob psst"}, {"visibility", "direct"}});
  EXPECT_EQ(show(bob.token, direct)["visibility"], "direct");
  EXPECT_EQ(app.get(path(direct), app.local("eve").token).status, 404);
  EXPECT_FALSE(show(ann.token, direct).contains("pinned"));
}

TEST_F(Statuses, ABlockedAuthorsStatusesAreMissing) {
  auto const status = post(ann, "hi");
  show(bob.token, status);
  block(ann.account, bob.account);
  EXPECT_EQ(app.get(path(status), bob.token).status, 404);
  EXPECT_EQ(app.post(path(status, "/favourite"), bob.token).status, 404);
}

TEST_F(Statuses, BadDraftsAreRefusedWithTheirReason) {
  EXPECT_EQ(error(try_to_post({{"status", "  \n "}}), 422), "Validation failed: Text can't be blank");
  EXPECT_EQ(error(try_to_post(json::object()), 422), "Validation failed: Text can't be blank");
  EXPECT_EQ(error(try_to_post({{"status", std::string(501, 'x')}}), 422),
            "Validation failed: Text character limit of 500 exceeded");
  EXPECT_EQ(error(try_to_post({{"status", std::string(400, 'x')}, {"spoiler_text", std::string(101, 'y')}}), 422),
            "Validation failed: Text character limit of 500 exceeded");
  error(try_to_post({{"status", "x"}, {"visibility", "everyone"}}), 422);
  error(try_to_post({{"status", "x"}, {"in_reply_to_id", "12345"}}), 404);
  error(try_to_post({{"status", "x"}, {"in_reply_to_id", "abc"}}), 404);
  error(try_to_post({{"status", "x"}, {"media_ids", {"1"}}}), 422);
  error(try_to_post({{"status", "x"}, {"media_ids", {"x"}}}), 422);
  error(try_to_post({{"status", "x"}, {"scheduled_at", "tomorrow"}}), 422);
  error(try_to_post({{"status", "x"}, {"scheduled_at", "2999-01-01T00:00:00Z"}}), 422);
  EXPECT_EQ(app.post("/api/v1/statuses", ann.token, "{broken").status, 400);
  EXPECT_THAT(list("/api/v1/accounts/" + to_string(ann.account.id) + "/statuses", ann.token), SizeIs(0));
}

TEST_F(Statuses, HardTextsArePosted) {
  EXPECT_EQ(post(ann, std::string(500, 'x'))["content"], "<p>" + std::string(500, 'x') + "</p>");
  std::string const family = "👩‍👩‍👧‍👦";
  std::string many;
  for (int i = 0; i < 500; ++i) many += family;
  EXPECT_THAT(post(ann, many)["content"].get<std::string>(), HasSubstr(family));
  EXPECT_EQ(post(ann, "a\x01\x7F\tb\r\nc")["content"], "<p>a\tb<br />c</p>");
  EXPECT_EQ(post(ann, "<script>alert(1)</script>")["content"], "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
}

TEST_F(Statuses, AWarningAloneGetsAPlaceholder) {
  EXPECT_EQ(post(ann, json{{"spoiler_text", "only this"}})["content"], "<p>.</p>");
}

TEST_F(Statuses, DefaultsAreTheAuthorsOwn) {
  app.patch("/api/v1/accounts/update_credentials", ann.token,
            R"({"source": {"privacy": "unlisted", "sensitive": true, "language": "fr"}})");
  auto const status = post(ann, "bonjour");
  EXPECT_EQ(status["visibility"], "unlisted");
  EXPECT_EQ(status["sensitive"], true);
  EXPECT_EQ(status["language"], "fr");
  EXPECT_EQ(post(ann, json{{"status", "x"}, {"sensitive", false}})["sensitive"], false);
}

TEST_F(Statuses, ARepeatedKeyMakesNoSecondStatus) {
  auto const first = of_type("Status", post_with_key("once", "k1"));
  auto const second = of_type("Status", post_with_key("once", "k1"));
  EXPECT_EQ(second["id"], first["id"]);
  EXPECT_NE(of_type("Status", post_with_key("once", "k2"))["id"], first["id"]);
  app.clock().advance(std::chrono::hours(2));
  EXPECT_NE(of_type("Status", post_with_key("once", "k1"))["id"], first["id"]);
  app.run_jobs();
}

TEST_F(Statuses, EqualKeysAtOnceMakeOneStatus) {
  std::vector<std::future<std::string>> answers;
  for (int i = 0; i < 8; ++i)
    answers.push_back(std::async(std::launch::async, [&] { return post_with_key("race", "same").body; }));
  std::set<std::string> made;
  for (auto& answer : answers) made.insert(json::parse(answer.get())["id"].get<std::string>());
  EXPECT_THAT(made, SizeIs(1));
}

TEST_F(Statuses, UnexpectedMentionsAreRefusedWithTheAccounts) {
  auto const reply = try_to_post({{"status", "hi @bob"}, {"allowed_mentions", json::array()}});
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(test::misfit("UnexpectedMentionsError", reply.body), "");
  EXPECT_EQ(json::parse(reply.body)["unexpected_accounts"][0]["acct"], "bob");
  post(ann, json{{"status", "hi @bob"}, {"allowed_mentions", {to_string(bob.account.id)}}});
}

TEST_F(Statuses, ManyAreShownAtOnce) {
  auto const a = post(ann, "a"), hidden = post(ann, json{{"status", "b"}, {"visibility", "private"}}),
             c = post(bob, "c");
  auto const target = [](json const& s) { return "id[]=" + s["id"].get<std::string>() + "&"; };
  EXPECT_THAT(ids(list("/api/v1/statuses?" + target(c) + target(hidden) + target(a), bob.token)),
              ElementsAre(c["id"], a["id"]));
  std::string too_many;
  for (int i = 1; i <= 21; ++i) too_many += "id[]=" + std::to_string(i) + "&";
  error(app.get("/api/v1/statuses?" + too_many, bob.token), 422);
}

TEST_F(Statuses, AnEditChangesWhatIsGivenAndKeepsTheHistory) {
  auto const status = post(ann, json{{"status", "one #a"}, {"language", "en"}});
  app.clock().advance(std::chrono::seconds(10));
  auto const edited =
      of_type("Status", app.put(path(status), ann.token, R"({"status": "two #b", "spoiler_text": "careful"})"));
  EXPECT_THAT(edited["content"].get<std::string>(), HasSubstr("two"));
  EXPECT_EQ(edited["spoiler_text"], "careful");
  EXPECT_EQ(edited["language"], "en");
  EXPECT_EQ(edited["tags"][0]["name"], "b");
  EXPECT_NE(edited["edited_at"], nullptr);
  EXPECT_EQ(show(ann.token, status), edited);
  auto const history = of_type("Array<StatusEdit>", app.get(path(status, "/history")));
  ASSERT_THAT(history, SizeIs(2));
  EXPECT_THAT(history[0]["content"].get<std::string>(), HasSubstr("one"));
  EXPECT_EQ(history[0]["created_at"], status["created_at"]);
  EXPECT_THAT(history[1]["content"].get<std::string>(), HasSubstr("two"));
  auto const source = of_type("StatusSource", app.get(path(status, "/source"), ann.token));
  EXPECT_EQ(source["text"], "two #b");

  EXPECT_EQ(app.put(path(status), bob.token, R"({"status": "mine"})").status, 404);
  error(app.put(path(status), ann.token, R"({"status": "", "spoiler_text": ""})"), 422);
}

TEST_F(Statuses, AnEditThatChangesNothingIsNone) {
  auto const status = post(ann, "same");
  EXPECT_EQ(of_type("Status", app.put(path(status), ann.token, R"({"status": "same"})"))["edited_at"], nullptr);
  EXPECT_THAT(of_type("Array<StatusEdit>", app.get(path(status, "/history"))), SizeIs(1));
}

TEST_F(Statuses, ADeletedOneIsGivenBackForRedraftingAndGone) {
  auto const parent = post(bob, "parent");
  auto const status = post(ann, json{{"status", "typed *this*"}, {"in_reply_to_id", parent["id"]}});
  EXPECT_EQ(show(ann.token, parent)["replies_count"], 1);
  EXPECT_EQ(app.del(path(status), bob.token).status, 404);
  auto const gone = of_type("DeletedStatus", app.del(path(status), ann.token));
  EXPECT_EQ(gone["text"], "typed *this*");
  EXPECT_FALSE(gone.contains("content"));
  EXPECT_EQ(app.get(path(status), ann.token).status, 404);
  EXPECT_EQ(app.del(path(status), ann.token).status, 404);
  EXPECT_EQ(show(ann.token, parent)["replies_count"], 0);
}

TEST_F(Statuses, LocalOnlyOnesAreForPeopleOfThisServer) {
  auto const status = post(ann, json{{"status", "between us"}, {"local_only", true}});
  EXPECT_EQ(show(bob.token, status)["id"], status["id"]);
  EXPECT_EQ(app.get(path(status)).status, 404);
  EXPECT_THAT(list("/api/v1/timelines/public"), SizeIs(0));
  EXPECT_THAT(list("/api/v1/timelines/public", bob.token), SizeIs(1));
}

TEST_F(Statuses, ScopesAndTokensAreNeeded) {
  EXPECT_EQ(app.post("/api/v1/statuses", {}, R"({"status": "x"})").status, 401);
  EXPECT_EQ(app.post("/api/v1/statuses", app.token(ann, "read"), R"({"status": "x"})").status, 403);
  EXPECT_EQ(app.post("/api/v1/statuses", app.application_token("write"), R"({"status": "x"})").status, 422);
}

}  // namespace
}  // namespace dunlin
