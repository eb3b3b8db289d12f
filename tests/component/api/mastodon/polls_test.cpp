#include <future>

#include "dunlin/platform/jobs/queue.hpp"
#include "dunlin/store/records.hpp"
#include "support/posting_test.hpp"

namespace dunlin {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::SizeIs;

struct Polls : test::PostingTest {
  json ask(json const& more = json::object(), json const& status = json::object()) {
    json poll{{"options", {"a", "b", "c"}}, {"expires_in", 600}};
    poll.update(more);
    json draft{{"status", "what?"}, {"poll", poll}};
    draft.update(status);
    return post(ann, draft);
  }
  static std::string poll_path(json const& status, std::string_view rest = {}) {
    return "/api/v1/polls/" + status["poll"]["id"].get<std::string>() + std::string(rest);
  }
  access::Reply try_to_vote(test::Login const& who, json const& status, json const& choices) {
    return app.post(poll_path(status, "/votes"), who.token, json{{"choices", choices}}.dump());
  }
  json vote(test::Login const& who, json const& status, json const& choices) {
    return of_type("Poll", try_to_vote(who, status, choices));
  }
  json poll_of(json const& status, std::string_view token) {
    return of_type("Poll", app.get(poll_path(status), token));
  }
  static std::vector<json> tallies(json const& poll) {
    std::vector<json> counts;
    for (auto const& option : poll["options"]) counts.push_back(option["votes_count"]);
    return counts;
  }
  void refuse(json const& poll, std::string const& why) {
    auto const reply = app.post("/api/v1/statuses", ann.token, json{{"status", "q"}, {"poll", poll}}.dump());
    EXPECT_EQ(error(reply, 422), "Validation failed: " + why) << poll;
  }
  std::vector<std::string> told(test::Login const& who) {
    std::vector<std::string> types;
    for (auto const& one : json::parse(app.get("/api/v1/notifications", who.token).body)) types.push_back(one["type"]);
    return types;
  }
};

TEST_F(Polls, AreShownWithTheirStatusAndAlone) {
  auto const status = ask();
  auto const& poll = status["poll"];
  EXPECT_NE(poll["id"], status["id"]);
  EXPECT_EQ(poll["expired"], false);
  EXPECT_EQ(poll["voted"], true) << "authors cannot vote, so apps show them the results";
  EXPECT_EQ(poll["own_votes"], json::array());
  EXPECT_EQ(poll["voters_count"], 0);
  EXPECT_EQ(poll_of(status, ann.token), poll);
  auto const anonymous = poll_of(status, {});
  EXPECT_FALSE(anonymous.contains("voted") || anonymous.contains("own_votes"));
  EXPECT_EQ(show({}, status)["poll"], anonymous);
}

TEST_F(Polls, AVoteIsCountedAndShownToItsVoterAlone) {
  auto const status = ask();
  show(bob.token, status);
  auto const after = vote(bob, status, {1});
  EXPECT_EQ(after["voted"], true);
  EXPECT_EQ(after["own_votes"], json::array({1}));
  EXPECT_EQ(after["votes_count"], 1);
  EXPECT_EQ(after["voters_count"], 1);
  EXPECT_THAT(tallies(after), ElementsAre(0, 1, 0));
  EXPECT_EQ(show(bob.token, status)["poll"], after);
  EXPECT_EQ(list("/api/v1/timelines/public", bob.token)[0]["poll"], after);
  auto const eve = app.local("eve");
  EXPECT_EQ(show(eve.token, status)["poll"]["voted"], false);
  EXPECT_EQ(show(eve.token, status)["poll"]["votes_count"], 1);
}

TEST_F(Polls, SeveralOptionsCanBeChosenWhereThePollSaysSo) {
  auto const status = ask({{"multiple", true}});
  vote(app.local("eve"), status, {"0"});
  auto const after = vote(bob, status, {2, 0, 2});
  EXPECT_EQ(after["own_votes"], json::array({0, 2}));
  EXPECT_EQ(after["votes_count"], 3);
  EXPECT_EQ(after["voters_count"], 2);
  EXPECT_THAT(tallies(after), ElementsAre(2, 0, 1));
}

TEST_F(Polls, BadVotesAreRefusedAndNotCounted) {
  auto const status = ask();
  EXPECT_EQ(error(try_to_vote(ann, status, {0}), 422), "Validation failed: You cannot vote in your own polls");
  for (json const& choices : {json::array(), json::array({3}), json::array({-1}), json::array({"x"}), json()})
    EXPECT_EQ(error(try_to_vote(bob, status, choices), 422),
              "Validation failed: The chosen vote option does not exist");
  error(try_to_vote(bob, status, {0, 1}), 422);
  vote(bob, status, {0});
  EXPECT_EQ(error(try_to_vote(bob, status, {1}), 422), "Validation failed: You have already voted on this poll");
  auto const eve = app.local("eve");
  app.clock().advance(11min);
  EXPECT_EQ(error(try_to_vote(eve, status, {0}), 422), "Validation failed: The poll has already ended");
  EXPECT_EQ(poll_of(status, eve.token)["votes_count"], 1);
  EXPECT_EQ(poll_of(status, eve.token)["expired"], true);
  EXPECT_EQ(app.post(poll_path(status, "/votes"), {}, R"({"choices": [0]})").status, 401);
  EXPECT_EQ(try_to_vote(bob, json{{"poll", {{"id", "1"}}}}, {0}).status, 404);
}

TEST_F(Polls, EqualVotesAtOnceAreOne) {
  auto const status = ask();
  std::vector<std::future<int>> answers;
  for (int i = 0; i < 8; ++i)
    answers.push_back(std::async(std::launch::async, [&] { return try_to_vote(bob, status, {0}).status; }));
  int counted = 0;
  for (auto& answer : answers) counted += answer.get() == 200;
  EXPECT_EQ(counted, 1);
  EXPECT_EQ(poll_of(status, bob.token)["votes_count"], 1);
}

TEST_F(Polls, AreHiddenFromWhoMayNotSeeTheStatus) {
  auto const status = ask(json::object(), {{"visibility", "private"}});
  EXPECT_EQ(app.get(poll_path(status), bob.token).status, 404);
  EXPECT_EQ(app.get(poll_path(status)).status, 404);
  EXPECT_EQ(try_to_vote(bob, status, {0}).status, 404);
  auto const open = ask();
  block(ann.account, bob.account);
  EXPECT_EQ(app.get(poll_path(open), bob.token).status, 404);
  EXPECT_EQ(try_to_vote(bob, open, {0}).status, 404);
  app.del(path(open), ann.token);
  EXPECT_EQ(app.get(poll_path(open), ann.token).status, 404);
}

TEST_F(Polls, HiddenTotalsAreShownWhenItIsOver) {
  auto const status = ask({{"hide_totals", true}});
  EXPECT_THAT(tallies(vote(bob, status, {0})), ElementsAre(nullptr, nullptr, nullptr));
  EXPECT_THAT(tallies(poll_of(status, ann.token)), ElementsAre(nullptr, nullptr, nullptr));
  app.clock().advance(11min);
  EXPECT_THAT(tallies(poll_of(status, bob.token)), ElementsAre(1, 0, 0));
}

TEST_F(Polls, BadOnesAreRefusedWithTheirReason) {
  refuse({{"options", {"one"}}, {"expires_in", 600}}, "Options must have more than one item");
  refuse({{"options", {"one", " "}}, {"expires_in", 600}}, "Options must have more than one item");
  refuse({{"options", {"1", "2", "3", "4", "5"}}, {"expires_in", 600}}, "Options can't contain more than 4 items");
  refuse({{"options", {"same", "same "}}, {"expires_in", 600}}, "Options contain duplicate items");
  refuse({{"options", {std::string(51, 'x'), "b"}}, {"expires_in", 600}},
         "Options cannot be longer than 50 characters each");
  refuse({{"options", {"a", "b"}}}, "Expires at can't be blank");
  refuse({{"options", {"a", "b"}}, {"expires_in", 299}}, "Expires at is too soon");
  refuse({{"options", {"a", "b"}}, {"expires_in", 2629747}}, "Expires at is too far into the future");
  error(app.post("/api/v1/statuses", ann.token,
                 R"({"status": "", "media_ids": ["1"], "poll": {"options": ["a", "b"], "expires_in": 600}})"),
        422);
}

TEST_F(Polls, NeedNoTextBesideThem) {
  EXPECT_EQ(ask(json::object(), {{"status", ""}})["content"], "");
}

TEST_F(Polls, FormsAskAsJsonDoes) {
  auto const reply = app.send(app.request("POST", "/api/v1/statuses", ann.token,
                                          "status=q&poll[options][]=yes&poll[options][]=no&poll[expires_in]=300"
                                          "&poll[multiple]=true",
                                          "application/x-www-form-urlencoded"));
  auto const status = of_type("Status", reply);
  EXPECT_EQ(status["poll"]["multiple"], true);
  EXPECT_EQ(status["poll"]["options"][1]["title"], "no");
}

TEST_F(Polls, TheirEndIsToldToAuthorAndVotersOnce) {
  auto const status = ask();
  vote(bob, status, {0});
  app.run_jobs();
  EXPECT_THAT(told(ann), SizeIs(0));
  app.clock().advance(11min);
  app.run_jobs();
  EXPECT_THAT(told(ann), ElementsAre("poll"));
  EXPECT_THAT(told(bob), ElementsAre("poll"));
  auto const told_again = [&](db::Tx& tx) { jobs::enqueue(tx, "poll_over", status["poll"]["id"].get<std::string>()); };
  app.db().transact_blocking(told_again);
  app.run_jobs();
  EXPECT_THAT(told(ann), SizeIs(1));
}

TEST_F(Polls, APollThatGoesOnLongerIsNotOverAtItsFirstEnd) {
  auto const status = ask();
  app.put(path(status), ann.token, R"({"status": "what?", "poll": {"options": ["a", "b", "c"], "expires_in": 3600}})");
  app.clock().advance(11min);
  app.run_jobs();
  EXPECT_THAT(told(ann), SizeIs(0));
  app.clock().advance(50min);
  app.run_jobs();
  EXPECT_THAT(told(ann), ElementsAre("poll"));
}

TEST_F(Polls, AnotherQuestionForgetsTheVotes) {
  auto const status = ask();
  vote(bob, status, {0});
  auto const edited = of_type(
      "Status",
      app.put(path(status), ann.token, R"({"status": "what?", "poll": {"options": ["a", "z"], "expires_in": 600}})"));
  EXPECT_EQ(edited["poll"]["id"], status["poll"]["id"]);
  EXPECT_THAT(tallies(edited["poll"]), ElementsAre(0, 0));
  EXPECT_EQ(poll_of(status, bob.token)["voted"], false);
  EXPECT_EQ(vote(bob, status, {1})["voters_count"], 1);
  auto const history = of_type("Array<StatusEdit>", app.get(path(status, "/history")));
  ASSERT_THAT(history, SizeIs(2));
  EXPECT_EQ(history[0]["poll"]["options"][2]["title"], "c");
  EXPECT_EQ(history[1]["poll"]["options"][1]["title"], "z");
  EXPECT_EQ(test::misfit("Poll", history[0]["poll"].dump()), "") << "apps read it as a whole poll";
}

TEST_F(Polls, TheSameQuestionKeepsTheVotesOfAnEdit) {
  auto const status = ask();
  vote(bob, status, {0});
  auto const edited =
      of_type("Status", app.put(path(status), ann.token,
                                R"({"status": "what now?", "poll": {"options": ["a", "b", "c"], "expires_in": 900}})"));
  EXPECT_THAT(tallies(edited["poll"]), ElementsAre(1, 0, 0));
  EXPECT_EQ(poll_of(status, bob.token)["voted"], true);
}

TEST_F(Polls, AnEditThatNamesNoEndKeepsTheOneThatWas) {
  auto const status = ask();
  app.clock().advance(5min);
  vote(bob, status, {0});
  auto const kept = of_type(
      "Status", app.put(path(status), ann.token, R"({"status": "typo", "poll": {"options": ["a", "b", "c"]}})"));
  EXPECT_EQ(kept["poll"]["expires_at"], status["poll"]["expires_at"]);
  EXPECT_THAT(tallies(kept["poll"]), ElementsAre(1, 0, 0));
  app.clock().advance(10min);
  auto const over = of_type(
      "Status", app.put(path(status), ann.token, R"({"status": "later", "poll": {"options": ["a", "b", "c"]}})"));
  EXPECT_EQ(over["poll"]["expired"], true) << "an edit of the text does not open it again";
  EXPECT_EQ(app.put(path(status), ann.token, R"({"status": "x", "poll": {"options": ["a", "z"]}})").status, 422)
      << "another question needs an end";
  app.put(path(status), ann.token, R"({"status": "none"})");
  EXPECT_EQ(app.put(path(status), ann.token, R"({"status": "x", "poll": {"options": ["a", "z"]}})").status, 422);
}

TEST_F(Polls, CanBeTakenOutOfAStatusAndPutIntoOne) {
  auto const status = ask();
  auto const without = of_type("Status", app.put(path(status), ann.token, R"({"status": "no more"})"));
  EXPECT_EQ(without["poll"], nullptr);
  EXPECT_EQ(app.get(poll_path(status)).status, 404);
  auto const with = of_type("Status", app.put(path(status), ann.token,
                                              R"({"status": "no more", "poll": {"options": ["x", "y"],
                                                  "expires_in": 600}})"));
  EXPECT_EQ(with["poll"]["options"][0]["title"], "x");
  EXPECT_THAT(of_type("Array<StatusEdit>", app.get(path(status, "/history"))), SizeIs(3));
}

TEST_F(Polls, ManyCostAsManyQueriesAsOne) {
  for (int i = 0; i < 40; ++i) vote(bob, ask(), {i % 3});
  auto const queries = [&](int limit) {
    app.app().records.clear();
    auto const before = app.statements();
    EXPECT_THAT(list("/api/v1/timelines/public?limit=" + std::to_string(limit), bob.token), SizeIs(limit));
    return app.statements() - before;
  };
  queries(1);  // the token is remembered from here on
  EXPECT_EQ(queries(40), queries(1));
  list("/api/v1/timelines/public?limit=40", bob.token);
  auto const before = app.statements();
  list("/api/v1/timelines/public?limit=40", bob.token);
  EXPECT_LE(app.statements() - before, 1) << "from memory but for the list of ids";
}

}  // namespace
}  // namespace dunlin
