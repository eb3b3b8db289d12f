#include "dunlin/store/statuses.hpp"
#include "support/posting_test.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr db::Statement insert_media_sql{"test.insert_media", R"sql(
  insert into media (id, account_id, kind, url, description, created_at) values ($1, $2, 0, $3, $4, $5)
)sql"};

struct Edits : test::PostingTest {
  /// A picture that was uploaded by ann.
  std::string picture(std::string const& description) {
    return app.db().transact_blocking([&](db::Tx& tx) {
      auto const now = app.clock().now();
      auto const id = tx.next_id<MediaId>(now);
      tx.execute(insert_media_sql, id, ann.account.id, "https://dunlin.test/" + to_string(id), description, now);
      return to_string(id);
    });
  }
  json edit(json const& status, json const& changes) {
    app.clock().advance(std::chrono::seconds(1));
    return of_type("Status", app.put(path(status), ann.token, changes.dump()));
  }
  json history(json const& status) { return of_type("Array<StatusEdit>", app.get(path(status, "/history"))); }
  static std::vector<std::string> pictures(json const& shown) { return ids(shown["media_attachments"]); }
  std::vector<std::string> told(test::Login const& who) {
    std::vector<std::string> types;
    for (auto const& one : json::parse(app.get("/api/v1/notifications", who.token).body)) types.push_back(one["type"]);
    return types;
  }
};

TEST_F(Edits, PicturesAreAddedTakenOutAndPutInAnotherOrder) {
  auto const a = picture("a"), b = picture("b"), c = picture("c");
  auto const status = post(ann, json{{"status", "x"}, {"media_ids", {a, b}}});
  EXPECT_THAT(pictures(edit(status, {{"status", "x"}, {"media_ids", {c, b}}})), ElementsAre(c, b));
  EXPECT_THAT(pictures(edit(status, {{"status", "x"}, {"media_ids", {b, c}}})), ElementsAre(b, c));
  EXPECT_THAT(pictures(edit(status, {{"status", "x"}, {"media_ids", {a}}})), ElementsAre(a)) << "it can come back";
  EXPECT_THAT(pictures(edit(status, {{"status", "x"}})), IsEmpty());
  EXPECT_THAT(pictures(show(bob.token, status)), IsEmpty());
  std::vector<std::vector<std::string>> versions;
  for (auto const& version : history(status)) versions.push_back(pictures(version));
  EXPECT_THAT(versions,
              ElementsAre(ElementsAre(a, b), ElementsAre(c, b), ElementsAre(b, c), ElementsAre(a), IsEmpty()));
}

TEST_F(Edits, WhatWasTakenOutCannotBeAttachedElsewhere) {
  auto const a = picture("a");
  auto const status = post(ann, json{{"status", "x"}, {"media_ids", {a}}});
  edit(status, {{"status", "x"}});
  error(app.post("/api/v1/statuses", ann.token, json{{"status", "y"}, {"media_ids", {a}}}.dump()), 422);
  app.del(path(status), ann.token);
  EXPECT_THAT(pictures(post(ann, json{{"status", "y"}, {"media_ids", {a}}})), ElementsAre(a));
}

TEST_F(Edits, DescriptionsChangeAndTheirHistoryStays) {
  auto const a = picture("first words");
  auto const status = post(ann, json{{"status", "x"}, {"media_ids", {a}}});
  auto const edited =
      edit(status, {{"status", "x"},
                    {"media_ids", {a}},
                    {"media_attributes", {{{"id", a}, {"description", "better"}, {"focus", "-0.5,1"}}}}});
  EXPECT_EQ(edited["media_attachments"][0]["description"], "better");
  EXPECT_EQ(edited["media_attachments"][0]["meta"]["focus"], (json{{"x", -0.5}, {"y", 1.0}}));
  EXPECT_NE(edited["edited_at"], nullptr);
  EXPECT_EQ(show(bob.token, status)["media_attachments"], edited["media_attachments"]);
  auto const versions = history(status);
  ASSERT_THAT(versions, SizeIs(2));
  EXPECT_EQ(versions[0]["media_attachments"][0]["description"], "first words");
  EXPECT_EQ(versions[1]["media_attachments"][0]["description"], "better");
  error(app.put(path(status), ann.token,
                json{{"status", "x"},
                     {"media_ids", {a}},
                     {"media_attributes", {{{"id", a}, {"description", std::string(10'001, 'x')}}}}}
                    .dump()),
        422);
}

TEST_F(Edits, OnlyPicturesOfTheStatusAreDescribed) {
  auto const a = picture("a"), other = picture("other");
  auto const status = post(ann, json{{"status", "x"}, {"media_ids", {a}}});
  auto const edited =
      edit(status,
           {{"status", "x"}, {"media_ids", {a}}, {"media_attributes", {{{"id", other}, {"description", "changed"}}}}});
  EXPECT_EQ(edited["edited_at"], nullptr);
  EXPECT_EQ(post(ann, json{{"status", "y"}, {"media_ids", {other}}})["media_attachments"][0]["description"], "other");
}

TEST_F(Edits, APollTakesNoPictures) {
  auto const status = post(ann, "x");
  error(
      app.put(
          path(status), ann.token,
          json{{"status", "x"}, {"media_ids", {picture("a")}}, {"poll", {{"options", {"a", "b"}}, {"expires_in", 600}}}}
              .dump()),
      422);
}

TEST_F(Edits, WarningAndSensitivityAreWrittenAnew) {
  auto const status = post(ann, json{{"status", "x"}, {"spoiler_text", "careful"}});
  auto const edited = edit(status, {{"status", "x"}});
  EXPECT_EQ(edited["spoiler_text"], "");
  EXPECT_EQ(edited["sensitive"], false);
  EXPECT_EQ(edit(status, {{"status", "x"}, {"sensitive", true}})["sensitive"], true);
  EXPECT_EQ(edit(status, {{"status", "x"}, {"language", "fr"}})["language"], "fr");
  EXPECT_EQ(edit(status, {{"spoiler_text", "text stays"}})["content"], "<p>x</p>");
}

TEST_F(Edits, WhoBoostedItIsTold) {
  auto const status = post(ann, "before");
  act(bob, status, "reblog");
  edit(status, {{"status", "after"}});
  app.run_jobs();
  EXPECT_THAT(told(bob), ElementsAre("update"));
}

TEST_F(Edits, AMutedConversationTellsOfNoEdit) {
  auto const status = post(ann, "before");
  act(bob, status, "reblog");
  EXPECT_EQ(act(bob, status, "mute")["muted"], true);
  edit(status, {{"status", "after"}});
  app.run_jobs();
  EXPECT_THAT(told(bob), IsEmpty());
}

TEST_F(Edits, DeletingWithMediaKeepsThemFromOthers) {
  auto const a = picture("a");
  auto const status = post(ann, json{{"status", "x"}, {"media_ids", {a}}});
  EXPECT_EQ(app.del(path(status, "?delete_media=true"), ann.token).status, 200);
  error(app.post("/api/v1/statuses", ann.token, json{{"status", "y"}, {"media_ids", {a}}}.dump()), 422);
}

TEST_F(Edits, AScheduledStatusHasItsPicturesToItself) {
  auto const a = picture("a");
  auto const later = iso8601(app.clock().now() + std::chrono::hours(1));
  auto const schedule = [&] {
    return app.post("/api/v1/statuses", ann.token,
                    json{{"status", "later"}, {"media_ids", {a}}, {"scheduled_at", later}}.dump());
  };
  auto const kept = of_type("ScheduledStatus", schedule());
  EXPECT_THAT(pictures(kept), ElementsAre(a));
  error(schedule(), 422);
  app.del("/api/v1/scheduled_statuses/" + kept["id"].get<std::string>(), ann.token);
  of_type("ScheduledStatus", schedule());
  app.clock().advance(std::chrono::hours(1));
  app.run_jobs();
  EXPECT_THAT(pictures(list("/api/v1/accounts/" + to_string(ann.account.id) + "/statuses")[0]), ElementsAre(a));
}

}  // namespace
}  // namespace dunlin
