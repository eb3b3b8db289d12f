// Polls, quotes, reports and reactions of other servers, from the inbox to the store.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include "dunlin/store/accounts.hpp"
#include "dunlin/store/quotes.hpp"
#include "dunlin/store/relations.hpp"
#include "dunlin/store/statuses.hpp"
#include "support/remote_server.hpp"

namespace dunlin::test {
namespace {

constexpr auto public_to = R"("to":["https://www.w3.org/ns/activitystreams#Public"])";

struct Receive : testing::Test {
  TestApp app{RemoteServer::allow};
  RemoteServer remote;
  Login const alice = app.local("alice");
  std::string const bob = remote.add_actor("bob");
  std::string const inbox = "/ap/users/" + to_string(alice.account.id) + "/inbox";

  void take(std::string const& type, std::string const& path, std::string const& object, std::string const& more = {}) {
    auto const body = fmt::format(R"({{"id":"{}","type":"{}","actor":"{}","object":{}{}}})", remote.url(path), type,
                                  bob, object, more);
    EXPECT_EQ(remote.deliver(app, inbox, "bob", body), 202);
    app.run_jobs();
  }
  std::string quoted(std::string const& text) const { return '"' + text + '"'; }
  std::string object(std::string const& path, std::string const& type, std::string const& more) const {
    return fmt::format(R"({{"id":"{}","type":"{}","attributedTo":"{}",{}{}}})", remote.url(path), type, bob, public_to,
                       more);
  }
  std::string vote(std::string const& path, std::string const& question, std::string const& option) const {
    return fmt::format(R"({{"id":"{}","type":"Note","attributedTo":"{}","to":["{}"],"name":"{}","inReplyTo":"{}"}})",
                       remote.url(path), bob, alice.account.uri, option, question);
  }
  std::optional<Status> by_uri(std::string const& uri) {
    return app.db().read_blocking([&](db::Tx& tx) { return store::statuses::by_uri(tx, uri); });
  }
  Status mine(std::string const& body) {
    auto const answer = app.post("/api/v1/statuses", alice.token, body);
    EXPECT_EQ(answer.status, 200) << answer.body;
    auto const at = answer.body.find(R"("id":")") + 6;
    auto const id = parse_id<StatusId>(answer.body.substr(at, answer.body.find('"', at) - at));
    return *app.db().read_blocking([&](db::Tx& tx) { return store::statuses::find(tx, *id); });
  }
  std::int64_t count(db::Statement const& sql) {
    return app.db().read_blocking([&](db::Tx& tx) { return tx.query(sql)[0].get<std::int64_t>(0); });
  }
};

constexpr auto poll_body = R"({"status":"Tea?","poll":{"options":["yes","no"],"expires_in":600}})";

TEST_F(Receive, CountsTheFirstVoteOfASingleChoiceAndNoOther) {
  auto const question = mine(poll_body);
  take("Create", "/votes/1/activity", vote("/votes/1", question.uri, "no"));
  take("Create", "/votes/2/activity", vote("/votes/2", question.uri, "yes"));
  take("Create", "/votes/3/activity", vote("/votes/3", question.uri, "maybe"));
  auto const poll = by_uri(question.uri)->poll;
  EXPECT_EQ(poll->options[0].votes, 0);
  EXPECT_EQ(poll->options[1].votes, 1);
  EXPECT_EQ(poll->voters_count, 1);
  EXPECT_FALSE(by_uri(remote.url("/votes/1")));
}

TEST_F(Receive, CountsEachOptionOnceWhereSeveralMayBeChosen) {
  auto const question = mine(R"({"status":"Tea?","poll":{"options":["yes","no"],"expires_in":600,"multiple":true}})");
  auto const both = "[" + vote("/votes/1", question.uri, "no") + "," + vote("/votes/2", question.uri, "yes") + "]";
  take("Create", "/votes/1/activity", both);
  take("Create", "/votes/3/activity", vote("/votes/3", question.uri, "yes"));
  auto const poll = by_uri(question.uri)->poll;
  EXPECT_EQ(poll->options[0].votes, 1);
  EXPECT_EQ(poll->options[1].votes, 1);
  EXPECT_EQ(poll->voters_count, 1);
}

constexpr auto question_members =
    R"(,"content":"<p>Tea?</p>","oneOf":[{{"type":"Note","name":"yes","replies":{{"totalItems":{}}}}},)"
    R"({{"type":"Note","name":"no","replies":{{"totalItems":4}}}}],"votersCount":7)";

TEST_F(Receive, TakesNewTalliesOfAPollForNoEdit) {
  auto const question = object("/polls/1", "Question", fmt::format(question_members, 3));
  take("Create", "/polls/1/activity", question);
  EXPECT_EQ(by_uri(remote.url("/polls/1"))->poll->options[0].votes, 3);
  take("Update", "/polls/1#update", object("/polls/1", "Question", fmt::format(question_members, 9)));
  auto const after = by_uri(remote.url("/polls/1"));
  EXPECT_EQ(after->poll->options[0].votes, 9);
  EXPECT_FALSE(after->edited_at);
}

TEST_F(Receive, AsksHowAPollStandsWhenSomebodyLooksAtIt) {
  auto const question = [&](int votes) { return object("/notes/8", "Question", fmt::format(question_members, votes)); };
  take("Create", "/notes/8/activity", question(3));
  auto const poll = by_uri(remote.url("/notes/8"))->poll->id;
  remote.put("/notes/8", question(5));
  auto const shown = [&](std::string_view token) { return app.get("/api/v1/polls/" + to_string(poll), token).body; };
  EXPECT_TRUE(shown({}).contains(R"("votes_count":3)")) << "strangers cause no requests";
  EXPECT_TRUE(shown(alice.token).contains(R"("votes_count":5)")) << shown(alice.token);
  remote.put("/notes/8", question(6));
  EXPECT_TRUE(shown(alice.token).contains(R"("votes_count":5)")) << "not more than once a minute";
}

TEST_F(Receive, TakesASilentChangeOfTheTextWithoutAHistory) {
  take("Create", "/notes/1/activity", object("/notes/1", "Note", R"(,"content":"<p>first</p>")"));
  take("Update", "/notes/1#update", object("/notes/1", "Note", R"(,"content":"<p>second</p>")"));
  auto const after = by_uri(remote.url("/notes/1"));
  EXPECT_EQ(after->html.text(), "<p>second</p>");
  EXPECT_FALSE(after->edited_at);
  EXPECT_TRUE(app.db().read_blocking([&](db::Tx& tx) { return store::statuses::history(tx, after->id); }).empty());
}

TEST_F(Receive, LetsAStatusBeQuotedWhoseAuthorAllowsIt) {
  auto const quoted_status = mine(R"({"status":"Quote me","quote_approval_policy":"public"})");
  auto const note = object("/notes/1", "Note", fmt::format(R"(,"content":"so","quote":"{}")", quoted_status.uri));
  take("QuoteRequest", "/requests/1", quoted(quoted_status.uri), R"(,"instrument":)" + note);
  auto const quoting = by_uri(remote.url("/notes/1"));
  ASSERT_TRUE(quoting && quoting->quote);
  EXPECT_EQ(quoting->quote->state, QuoteState::accepted);
  auto const answers = remote.posts();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_TRUE(answers[0].body.contains(R"("type":"Accept")"));
  EXPECT_TRUE(answers[0].body.contains("/quote_authorizations/" + to_string(quoting->id)));
}

TEST_F(Receive, RefusesToBeQuotedWhereTheAuthorAllowsItToNobody) {
  auto const quoted_status = mine(R"({"status":"Mine","quote_approval_policy":"nobody"})");
  auto const note = object("/notes/1", "Note", fmt::format(R"(,"content":"so","quote":"{}")", quoted_status.uri));
  take("QuoteRequest", "/requests/1", quoted(quoted_status.uri), R"(,"instrument":)" + note);
  auto const answers = remote.posts();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_TRUE(answers[0].body.contains(R"("type":"Reject")"));
  EXPECT_FALSE(by_uri(remote.url("/notes/1")));
}

TEST_F(Receive, FilesAReportAgainstWhoIsOursAlone) {
  constexpr db::Statement reports{"test.reports", "select count(*) from reports"};
  take("Flag", "/flags/1", quoted(bob), R"(,"content":"not ours")");
  EXPECT_EQ(count(reports), 0);
  auto const status = mine(R"({"status":"Rude"})");
  take("Flag", "/flags/2", "[" + quoted(alice.account.uri) + "," + quoted(status.uri) + "]", R"(,"content":"rude")");
  EXPECT_EQ(count(reports), 1);
  constexpr db::Statement named{"test.named", "select cardinality(status_ids) from reports"};
  EXPECT_EQ(count(named), 1);
}

TEST_F(Receive, CountsALikeWithAnEmojiAsAFavouriteAndAnEmojiReactNot) {
  auto const status = mine(R"({"status":"Hi"})");
  constexpr db::Statement reactions{"test.reactions", "select count(*) from reactions"};
  take("Like", "/likes/1", quoted(status.uri), R"(,"content":"👍","_misskey_reaction":"👍")");
  EXPECT_EQ(by_uri(status.uri)->favourites_count, 1);
  EXPECT_EQ(count(reactions), 1);
  auto const shown = [&] { return app.get("/api/v1/statuses/" + to_string(status.id)).body; };
  EXPECT_TRUE(shown().contains(R"("reactions":[{"name":"👍","count":1,"me":false}])")) << shown();
  take("EmojiReact", "/reacts/1", quoted(status.uri), R"(,"content":"🎉")");
  EXPECT_TRUE(shown().contains(R"({"name":"🎉","count":1,"me":false})")) << shown();
  EXPECT_EQ(by_uri(status.uri)->favourites_count, 1);
  EXPECT_EQ(count(reactions), 2);
  take("Undo", "/undo/1", quoted(remote.url("/reacts/1")));
  EXPECT_EQ(count(reactions), 1);
}

TEST_F(Receive, ShowsTheConsentToAReplyWhereTheOneAnsweredGaveIt) {
  take("Create", "/notes/1/activity",
       object("/notes/1", "Note",
              fmt::format(R"(,"content":"Hi","tag":[{{"type":"Mention","href":"{}"}}])", alice.account.uri)));
  auto const parent = by_uri(remote.url("/notes/1"));
  ASSERT_TRUE(parent);
  auto const reply = mine(fmt::format(R"({{"status":"Hello","in_reply_to_id":"{}"}})", to_string(parent->id)));
  app.clock().advance(std::chrono::minutes(1));
  auto const shown = [&] {
    auto request = app.request("GET", reply.uri.substr(reply.uri.find("/ap/")));
    request.headers.emplace_back("accept", "application/activity+json");
    return app.send(std::move(request)).body;
  };
  take("Accept", "/accepts/1", quoted(reply.uri), R"(,"result":"https://elsewhere.example/consents/1")");
  EXPECT_FALSE(shown().contains(R"("approvedBy":")")) << "only its own server may consent";
  take("Accept", "/accepts/2", quoted(reply.uri), fmt::format(R"(,"result":"{}")", remote.url("/consents/1")));
  EXPECT_TRUE(shown().contains(fmt::format(R"("approvedBy":"{}")", remote.url("/consents/1")))) << shown();
}

TEST_F(Receive, TakesWhatSomebodyAsksForPolitelyAsDone) {
  auto const status = mine(R"({"status":"Hi"})");
  auto const like =
      fmt::format(R"({{"id":"{}","type":"Like","actor":"{}","object":"{}"}})", remote.url("/likes/1"), bob, status.uri);
  take("LikeRequest", "/requests/1", quoted(status.uri), R"(,"instrument":)" + like);
  EXPECT_EQ(by_uri(status.uri)->favourites_count, 1);
  auto const reply = object("/notes/2", "Note", fmt::format(R"(,"content":"Hello","inReplyTo":"{}")", status.uri));
  take("ReplyRequest", "/requests/2", quoted(status.uri), R"(,"instrument":)" + reply);
  ASSERT_TRUE(by_uri(remote.url("/notes/2")));
  EXPECT_EQ(by_uri(remote.url("/notes/2"))->in_reply_to, status.id);
}

}  // namespace
}  // namespace dunlin::test
