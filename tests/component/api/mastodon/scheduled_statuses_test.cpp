#include "dunlin/platform/jobs/queue.hpp"
#include "support/posting_test.hpp"

namespace dunlin {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

struct ScheduledStatuses : test::PostingTest {
  static constexpr char const* all = "/api/v1/scheduled_statuses";

  static std::string one(json const& scheduled) { return std::string(all) + "/" + scheduled["id"].get<std::string>(); }
  std::string in(Duration wait) { return iso8601(app.clock().now() + wait); }
  access::Reply try_to_schedule(Duration wait, json const& more = json::object(), std::string const& key = {}) {
    json draft{{"status", "later"}, {"scheduled_at", in(wait)}};
    draft.update(more);
    auto request = app.request("POST", "/api/v1/statuses", ann.token, draft.dump());
    if (!key.empty()) request.headers.emplace_back("idempotency-key", key);
    return app.send(std::move(request));
  }
  json schedule(Duration wait, json const& more = json::object(), std::string const& key = {}) {
    return of_type("ScheduledStatus", try_to_schedule(wait, more, key));
  }
  json posted() { return list("/api/v1/accounts/" + to_string(ann.account.id) + "/statuses", ann.token); }
  json waiting() { return of_type("Array<ScheduledStatus>", app.get(all, ann.token)); }
};

TEST_F(ScheduledStatuses, AreKeptAsTheyWereWrittenAndNotPosted) {
  auto const parent = post(bob, "parent");
  auto const kept = schedule(1h, {{"spoiler_text", "careful"},
                                  {"visibility", "unlisted"},
                                  {"language", "de"},
                                  {"in_reply_to_id", parent["id"]},
                                  {"poll", {{"options", {"a", "b"}}, {"expires_in", 600}, {"multiple", true}}}});
  EXPECT_EQ(kept["params"]["text"], "later");
  EXPECT_EQ(kept["params"]["spoiler_text"], "careful");
  EXPECT_EQ(kept["params"]["sensitive"], true);
  EXPECT_EQ(kept["params"]["visibility"], "unlisted");
  EXPECT_EQ(std::to_string(kept["params"]["in_reply_to_id"].get<std::int64_t>()), parent["id"].get<std::string>());
  EXPECT_EQ(kept["params"]["poll"]["options"], (json{"a", "b"}));
  EXPECT_THAT(posted(), SizeIs(0));
  EXPECT_EQ(of_type("ScheduledStatus", app.get(one(kept), ann.token)), kept);
  EXPECT_EQ(waiting(), json::array({kept}));
  EXPECT_EQ(schedule(2h)["params"]["visibility"], "public") << "apps cannot read a missing one";
}

TEST_F(ScheduledStatuses, ArePostedAtTheirTimeAndOnce) {
  auto const kept = schedule(1h, {{"poll", {{"options", {"a", "b"}}, {"expires_in", 600}}}});
  app.run_jobs();
  EXPECT_THAT(posted(), SizeIs(0));
  app.clock().advance(1h);
  app.run_jobs();
  ASSERT_THAT(posted(), SizeIs(1));
  EXPECT_THAT(posted()[0]["content"].get<std::string>(), HasSubstr("later"));
  EXPECT_EQ(posted()[0]["poll"]["expires_at"], in(10min));
  EXPECT_THAT(waiting(), SizeIs(0));
  app.db().transact_blocking(
      [&](db::Tx& tx) { jobs::enqueue(tx, "publish_scheduled", kept["id"].get<std::string>()); });
  app.run_jobs();
  EXPECT_THAT(posted(), SizeIs(1));
}

TEST_F(ScheduledStatuses, ATimeInThePastIsNow) {
  auto const status = of_type("Status", try_to_schedule(-1h));
  EXPECT_THAT(status["content"].get<std::string>(), HasSubstr("later"));
  EXPECT_THAT(waiting(), SizeIs(0));
}

TEST_F(ScheduledStatuses, BadOnesAreRefused) {
  EXPECT_EQ(error(try_to_schedule(4min), 422), "Validation failed: Scheduled at must be in the future");
  error(try_to_schedule(std::chrono::hours(24 * 366 * 20)), 422);
  error(try_to_schedule(1h, {{"status", " "}}), 422);
  error(try_to_schedule(1h, {{"in_reply_to_id", "12345"}}), 404);
  error(try_to_schedule(1h, {{"scheduled_at", "tomorrow"}}), 422);
  EXPECT_EQ(try_to_schedule(1h, {{"status", "hi @bob"}, {"allowed_mentions", json::array()}}).status, 422);
  EXPECT_THAT(waiting(), SizeIs(0));
}

TEST_F(ScheduledStatuses, ADayHasRoomForTwentyFive) {
  auto const at_noon = [&](int days) {
    return json{{"scheduled_at", "2999-01-0" + std::to_string(days) + "T12:00:00Z"}};
  };
  app.clock().set(*parse_rfc3339("2998-12-30T00:00:00Z"));
  for (int i = 0; i < 25; ++i) schedule(1h, at_noon(1));
  EXPECT_EQ(error(try_to_schedule(1h, at_noon(1)), 422),
            "Validation failed: You have exceeded the limit of 25 scheduled posts for that day");
  auto const other = schedule(1h, at_noon(2));
  error(app.put(one(other), ann.token, at_noon(1).dump()), 422);
  of_type("ScheduledStatus", app.put(one(other), ann.token, at_noon(3).dump()));
}

TEST_F(ScheduledStatuses, ArePutOffAndBroughtForward) {
  auto const kept = schedule(1h);
  auto const moved = of_type("ScheduledStatus", app.put(one(kept), ann.token, json{{"scheduled_at", in(3h)}}.dump()));
  EXPECT_EQ(moved["scheduled_at"], in(3h));
  app.clock().advance(2h);
  app.run_jobs();
  EXPECT_THAT(posted(), SizeIs(0));
  of_type("ScheduledStatus", app.patch(one(kept), ann.token, json{{"scheduled_at", in(10min)}}.dump()));
  app.clock().advance(10min);
  app.run_jobs();
  EXPECT_THAT(posted(), SizeIs(1));
  app.clock().advance(3h);
  app.run_jobs();
  EXPECT_THAT(posted(), SizeIs(1));
}

TEST_F(ScheduledStatuses, KeepTheirTimeWhenTheNewOneIsBad) {
  auto const kept = schedule(1h);
  for (json const& when : {json(in(1min)), json("never"), json("")})
    error(app.put(one(kept), ann.token, json{{"scheduled_at", when}}.dump()), 422);
  EXPECT_EQ(of_type("ScheduledStatus", app.put(one(kept), ann.token)), kept);
}

TEST_F(ScheduledStatuses, AreTheirAuthorsAlone) {
  auto const kept = schedule(1h);
  EXPECT_EQ(app.get(one(kept), bob.token).status, 404);
  EXPECT_EQ(app.put(one(kept), bob.token, json{{"scheduled_at", in(3h)}}.dump()).status, 404);
  EXPECT_EQ(app.del(one(kept), bob.token).status, 404);
  EXPECT_EQ(app.get(all, bob.token).body, "[]");
  EXPECT_EQ(app.get(one(kept)).status, 401);
  EXPECT_EQ(waiting(), json::array({kept}));
}

TEST_F(ScheduledStatuses, CanBeTakenAway) {
  auto const kept = schedule(1h);
  EXPECT_EQ(app.del(one(kept), ann.token).body, "{}");
  EXPECT_EQ(app.del(one(kept), ann.token).status, 404);
  app.clock().advance(2h);
  app.run_jobs();
  EXPECT_THAT(posted(), SizeIs(0));
}

TEST_F(ScheduledStatuses, ARepeatedKeyKeepsOneBeforeAndAfterItsTime) {
  auto const first = schedule(10min, json::object(), "k");
  EXPECT_EQ(schedule(10min, json::object(), "k")["id"], first["id"]);
  EXPECT_THAT(waiting(), SizeIs(1));
  app.clock().advance(10min);
  app.run_jobs();
  ASSERT_THAT(posted(), SizeIs(1));
  EXPECT_EQ(of_type("Status", try_to_schedule(-1min, json::object(), "k"))["id"], posted()[0]["id"]);
  EXPECT_THAT(posted(), SizeIs(1));
}

TEST_F(ScheduledStatuses, WhatCannotBePostedStaysInTheList) {
  auto const parent = post(bob, "parent");
  auto const kept = schedule(1h, {{"in_reply_to_id", parent["id"]}});
  app.del(path(parent), bob.token);
  app.clock().advance(1h);
  app.run_jobs();
  EXPECT_THAT(posted(), SizeIs(0));
  EXPECT_EQ(waiting(), json::array({kept}));
}

TEST_F(ScheduledStatuses, ArePaged) {
  for (int i = 0; i < 3; ++i) {
    schedule(1h + std::chrono::minutes(i));
    app.clock().advance(1s);
  }
  auto const everything = ids(waiting());
  auto const first = app.get(std::string(all) + "?limit=2", ann.token);
  EXPECT_THAT(ids(of_type("Array<ScheduledStatus>", first)), ElementsAre(everything[0], everything[1]));
  EXPECT_THAT(header(first, "Link"), HasSubstr("max_id=" + everything[1]));
  EXPECT_THAT(header(first, "Link"), HasSubstr("min_id=" + everything[0]));
  auto const rest = app.get(std::string(all) + "?limit=2&max_id=" + everything[1], ann.token);
  EXPECT_THAT(ids(of_type("Array<ScheduledStatus>", rest)), ElementsAre(everything[2]));
}

TEST_F(ScheduledStatuses, ManyCostAsManyQueriesAsOne) {
  for (int i = 0; i < 40; ++i) schedule(std::chrono::hours(24 * (1 + i)));
  auto const queries = [&](int limit) {
    auto const before = app.statements();
    EXPECT_THAT(
        of_type("Array<ScheduledStatus>", app.get(std::string(all) + "?limit=" + std::to_string(limit), ann.token)),
        SizeIs(limit));
    return app.statements() - before;
  };
  queries(1);
  EXPECT_EQ(queries(40), queries(1));
}

}  // namespace
}  // namespace dunlin
