// Rules, terms, announcements and yearly reports: what a server and its people tell each other.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "dunlin/store/announcements.hpp"
#include "dunlin/store/house.hpp"
#include "support/test_app.hpp"

namespace dunlin {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using test::Login;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct House : test::AppTest {
  json get(std::string const& path, std::string_view token = {}) {
    auto const reply = app.get(path, token);
    EXPECT_EQ(reply.status, 200) << path << ": " << reply.body;
    return json::parse(reply.body, nullptr, false);
  }
  template <class Work>
  void write(Work work) {
    app.db().transact_blocking([&](db::Tx& tx) { work(tx, app.clock().now()); });
  }
  std::string announce(std::string const& text, std::optional<Timestamp> ends = {}) {
    Announcement one{.id = {},
                     .text = text,
                     .all_day = false,
                     .starts_at = {},
                     .ends_at = ends,
                     .published_at = app.clock().now(),
                     .updated_at = app.clock().now()};
    write([&](db::Tx& tx, Timestamp now) {
      one.id = tx.next_id<AnnouncementId>(now);
      store::announcements::insert(tx, one);
    });
    return to_string(one.id);
  }
  Login ann = app.local("ann");
  Login ben = app.local("ben");
};

TEST_F(House, ShowsRulesWithTranslationsInAllThreePlaces) {
  EXPECT_THAT(get("/api/v2/instance")["rules"], IsEmpty());
  std::int64_t id = 0;
  write([&](db::Tx& tx, Timestamp now) {
    id = store::house::add_rule(tx, "Be kind", "To all", now);
    store::house::translate_rule(tx, id, "de", {"Sei nett", "Zu allen"});
    store::house::remove_rule(tx, store::house::add_rule(tx, "Gone", "", now), now);
  });
  auto const rules = get("/api/v1/instance/rules");
  ASSERT_THAT(rules, SizeIs(1));
  EXPECT_EQ(rules[0]["id"], std::to_string(id));
  EXPECT_EQ(rules[0]["translations"]["de"]["text"], "Sei nett");
  EXPECT_EQ(get("/api/v2/instance")["rules"], rules) << "also in the document that was kept in memory";
  EXPECT_EQ(get("/api/v1/instance")["rules"], rules);
}

TEST_F(House, ShowsTheTermsThatHold) {
  EXPECT_EQ(app.get("/api/v1/instance/terms_of_service").status, 404);
  auto const today = std::chrono::floor<std::chrono::days>(app.clock().now());
  write([&](db::Tx& tx, Timestamp now) {
    store::house::put_terms(tx, today + std::chrono::days(9), "The next", now);
    store::house::put_terms(tx, today - std::chrono::days(9), "The first", now);
    store::house::put_terms(tx, today - std::chrono::days(2), "The second", now);
  });
  auto const terms = get("/api/v1/instance/terms_of_service");
  EXPECT_EQ(terms["content"], "<p>The second</p>");
  EXPECT_EQ(terms["effective"], true);
  EXPECT_EQ(terms["succeeded_by"], iso_date(today + std::chrono::days(9)));
  auto const next = get("/api/v1/instance/terms_of_service/" + iso_date(today + std::chrono::days(9)));
  EXPECT_EQ(next["effective"], false);
  EXPECT_TRUE(next["succeeded_by"].is_null());
  for (auto const* day : {"2001-01-01", "soon"})
    EXPECT_EQ(app.get(std::string("/api/v1/instance/terms_of_service/") + day).status, 404) << day;
}

TEST_F(House, CountsTwelveWeeks) {
  app.post("/api/v1/statuses", ann.token, R"({"status": "this week"})");
  auto const weeks = get("/api/v1/instance/activity");
  ASSERT_THAT(weeks, SizeIs(12));
  EXPECT_EQ(weeks[0]["statuses"], "1");
  EXPECT_EQ(weeks[0]["logins"], "1");
  EXPECT_EQ(weeks[0]["registrations"], "2");
  EXPECT_EQ(weeks[1]["statuses"], "0");
}

TEST_F(House, HidesDomainBlocksUntilTheyAreToBeShown) {
  constexpr db::Statement block_sql{"test.block",
                                    "insert into domain_policies (domain, severity, obfuscate, public_comment) values "
                                    "('bad.example', 2, true, 'Spam')"};
  constexpr db::Statement show_sql{"test.show",
                                   "insert into settings (name, value) values ('show_domain_blocks', '\"users\"'), "
                                   "('show_domain_blocks_rationale', '\"all\"')"};
  write([&](db::Tx& tx, Timestamp) { tx.execute(block_sql); });
  EXPECT_EQ(app.get("/api/v1/instance/domain_blocks", ann.token).status, 404);
  write([&](db::Tx& tx, Timestamp) { tx.execute(show_sql); });
  EXPECT_EQ(app.get("/api/v1/instance/domain_blocks").status, 404);
  auto const blocks = get("/api/v1/instance/domain_blocks", ann.token);
  ASSERT_THAT(blocks, SizeIs(1));
  EXPECT_NE(blocks[0]["domain"], "bad.example");
  EXPECT_EQ(blocks[0]["severity"], "suspend");
  EXPECT_EQ(blocks[0]["comment"], "Spam");
}

TEST_F(House, FindsPeersByTheirBeginning) {
  constexpr db::Statement know_sql{"test.know",
                                   "insert into instances (domain, first_seen_at) values ('far.test', now())"};
  write([&](db::Tx& tx, Timestamp) { tx.execute(know_sql); });
  EXPECT_EQ(get("/api/v1/peers/search?q=FA"), json({"far.test"}));
  EXPECT_THAT(get("/api/v1/peers/search?q=%25"), IsEmpty());
  EXPECT_THAT(get("/api/v1/peers/search"), IsEmpty());
}

TEST_F(House, AnnouncementsAreReadAndReactedTo) {
  auto const id = announce("New #rules <b> tomorrow");
  announce("Over", app.clock().now() - 1s);
  auto const path = "/api/v1/announcements/" + id;
  auto const one = [&](Login const& who) {
    auto const all = get("/api/v1/announcements", who.token);
    EXPECT_THAT(all, SizeIs(1));
    return all[0];
  };
  EXPECT_EQ(one(ann)["read"], false);
  EXPECT_EQ(one(ann)["tags"][0]["name"], "rules");
  EXPECT_THAT(one(ann)["content"].get<std::string>(), ::testing::HasSubstr("&lt;b&gt;"));
  EXPECT_EQ(app.post(path + "/dismiss", ann.token).status, 200);
  EXPECT_EQ(one(ann)["read"], true);
  EXPECT_EQ(one(ben)["read"], false);
  for (auto const* token : {&ann.token, &ann.token, &ben.token})
    EXPECT_EQ(app.put(path + "/reactions/👍", *token).status, 200);
  EXPECT_EQ(one(ann)["reactions"], json::parse(R"([{"name": "👍", "count": 2, "me": true}])"));
  EXPECT_EQ(app.del(path + "/reactions/👍", ann.token).status, 200);
  EXPECT_EQ(one(ann)["reactions"][0]["me"], false);
  EXPECT_EQ(app.put(path + "/reactions/word", ann.token).status, 422);
  for (auto const* emoji : {"😀", "😁", "😂", "😃", "😄", "😅", "😆"}) app.put(path + "/reactions/" + emoji, ann.token);
  EXPECT_EQ(app.put(path + "/reactions/😇", ann.token).status, 422) << "eight different ones are enough";
  EXPECT_EQ(app.put(path + "/reactions/😆", ben.token).status, 200);
  EXPECT_EQ(app.post("/api/v1/announcements/999/dismiss", ann.token).status, 404);
  EXPECT_EQ(app.get("/api/v1/announcements").status, 401);
}

TEST_F(House, AYearIsCountedInItsLastWeeks) {
  auto const status =
      json::parse(app.post("/api/v1/statuses", ann.token, R"({"status": "A year of #birds"})").body)["id"];
  app.post("/api/v1/statuses/" + status.get<std::string>() + "/favourite", ben.token);
  std::chrono::year_month_day const day{std::chrono::floor<std::chrono::days>(app.clock().now())};
  auto const year = std::to_string(int(day.year()));
  auto const path = "/api/v1/annual_reports/" + year;
  EXPECT_EQ(get("/api/v1/annual_reports/2019/state", ann.token)["state"], "ineligible");
  EXPECT_EQ(app.post("/api/v1/annual_reports/2019/generate", ann.token).status, 200);
  EXPECT_EQ(app.get(path, ann.token).status, 404);
  EXPECT_EQ(app.post(path + "/read", ann.token).status, 404);
  app.clock().set(std::chrono::sys_days{day.year() / std::chrono::December / 20});
  EXPECT_EQ(get(path + "/state", ann.token)["state"], "eligible");
  EXPECT_EQ(app.post(path + "/generate", ann.token).status, 202);
  app.run_jobs();
  EXPECT_EQ(get(path + "/state", ann.token)["state"], "available");
  auto const reports = get("/api/v1/annual_reports", ann.token);
  EXPECT_EQ(reports["annual_reports"][0]["data"]["top_hashtags"][0]["name"], "birds");
  EXPECT_EQ(reports["annual_reports"][0]["data"]["top_statuses"]["by_favourites"], status);
  EXPECT_EQ(reports["statuses"][0]["id"], status);
  EXPECT_EQ(app.post(path + "/read", ann.token).status, 200);
  EXPECT_THAT(get("/api/v1/annual_reports", ben.token)["annual_reports"], IsEmpty());
}

}  // namespace
}  // namespace dunlin
