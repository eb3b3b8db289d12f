#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "dunlin/store/announcements.hpp"
#include "dunlin/store/custom_emojis.hpp"
#include "dunlin/store/house.hpp"
#include "support/schema.hpp"
#include "support/test_app.hpp"

namespace dunlin::test {
namespace {

class HouseAnswers : public AppTest {
 protected:
  HouseAnswers() {
    app.clock().set(std::chrono::sys_days{std::chrono::year(2026) / 12 / 20});
    app.db().transact_blocking([&](db::Tx& tx) {
      auto const now = app.clock().now();
      store::house::translate_rule(tx, store::house::add_rule(tx, "Be kind", "", now), "de", {"Sei nett", ""});
      store::house::put_terms(tx, std::chrono::floor<std::chrono::days>(now), "Terms", now);
      announcement = tx.next_id<AnnouncementId>(now);
      store::announcements::insert(tx, {.id = announcement,
                                        .text = "Hello",
                                        .all_day = false,
                                        .starts_at = now,
                                        .ends_at = {},
                                        .published_at = now,
                                        .updated_at = now});
    });
  }
  void expect_fits(std::string_view type, std::string_view method, std::string const& target, int status = 200) {
    auto const reply = app.send(app.request(method, target, ann.token, method == "GET" ? "" : "{}"));
    EXPECT_EQ(reply.status, status) << method << " " << target;
    EXPECT_EQ(misfit(type, reply.body), "") << method << " " << target;
  }
  Login ann = app.local("ann");
  AnnouncementId announcement;
};

TEST_F(HouseAnswers, OfTheInstanceFit) {
  expect_fits("Array<Rule>", "GET", "/api/v1/instance/rules");
  expect_fits("ExtendedDescription", "GET", "/api/v1/instance/extended_description");
  expect_fits("PrivacyPolicy", "GET", "/api/v1/instance/privacy_policy");
  expect_fits("TermsOfService", "GET", "/api/v1/instance/terms_of_service");
  expect_fits("TermsOfService", "GET", "/api/v1/instance/terms_of_service/2026-12-20");
  expect_fits("Array<InstanceActivity>", "GET", "/api/v1/instance/activity");
  expect_fits("Array<Language>", "GET", "/api/v1/instance/languages");
  expect_fits("Array<String>", "GET", "/api/v1/instance/peers");
  expect_fits("Array<String>", "GET", "/api/v1/peers/search?q=a");
  app.db().transact_blocking([](db::Tx& tx) {
    tx.execute({"test.policy", "insert into domain_policies (domain, severity) values ('bad.example', 1)"});
    tx.execute({"test.show", "insert into settings (name, value) values ('show_domain_blocks', '\"all\"')"});
  });
  expect_fits("Array<DomainBlock>", "GET", "/api/v1/instance/domain_blocks");
  app.db().transact_blocking([&](db::Tx& tx) {
    store::custom_emojis::put(tx, {"cat", "custom_emojis/cat.png", "image/png", "animals", true}, app.clock().now());
    store::custom_emojis::put(tx, {"dog", "custom_emojis/dog.png", "image/png", "", true}, app.clock().now());
  });
  expect_fits("Array<CustomEmoji>", "GET", "/api/v1/custom_emojis");
}

TEST_F(HouseAnswers, OfAnnouncementsFit) {
  auto const path = "/api/v1/announcements/" + to_string(announcement);
  expect_fits("Empty", "PUT", path + "/reactions/👍");
  expect_fits("Empty", "PATCH", path + "/reactions/👍");
  expect_fits("Array<Announcement>", "GET", "/api/v1/announcements");
  expect_fits("Empty", "DELETE", path + "/reactions/👍");
  expect_fits("Empty", "POST", path + "/dismiss");
}

TEST_F(HouseAnswers, OfAnnualReportsFit) {
  app.post("/api/v1/statuses", ann.token, R"({"status": "A year of #birds"})");
  expect_fits("AnnualReportState", "GET", "/api/v1/annual_reports/2026/state");
  expect_fits("Empty", "POST", "/api/v1/annual_reports/2026/generate", 202);
  app.run_jobs();
  expect_fits("AnnualReports", "GET", "/api/v1/annual_reports");
  expect_fits("AnnualReports", "GET", "/api/v1/annual_reports/2026");
  expect_fits("Empty", "POST", "/api/v1/annual_reports/2026/read");
}

}  // namespace
}  // namespace dunlin::test
