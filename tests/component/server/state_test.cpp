#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "dunlin/platform/jobs/queue.hpp"
#include "support/test_app.hpp"

using namespace dunlin;

namespace {

struct StateTest : test::AppTest {
  access::Reply from(std::string_view path, std::string_view address) {
    auto request = app.request("GET", path);
    request.address = address;
    return app.send(request);
  }
};

}  // namespace

TEST_F(StateTest, HealthIsPlainText) {
  auto const reply = app.get("/health");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "OK");
  EXPECT_TRUE(reply.type.starts_with("text/plain"));
}

TEST_F(StateTest, ReadyTellsOfDatabaseAndRedis) {
  auto const reply = app.get("/ready");
  EXPECT_EQ(reply.status, 200);
  auto const json = nlohmann::json::parse(reply.body);
  EXPECT_EQ(json["status"], "ok");
  EXPECT_EQ(json["database"], "ok");
}

TEST_F(StateTest, MetricsCountRequestsAndJobs) {
  app.db().transact_blocking([](db::Tx& tx) { jobs::enqueue(tx, "test.kind", "payload"); });
  app.get("/health");
  auto const text = from("/metrics", "127.0.0.1").body;
  EXPECT_NE(text.find("dunlin_database_up 1\n"), std::string::npos) << text;
  EXPECT_NE(text.find("dunlin_jobs{kind=\"test.kind\",state=\"waiting\"} 1\n"), std::string::npos) << text;
  EXPECT_NE(text.find("dunlin_http_requests_total"), std::string::npos) << text;
}

TEST_F(StateTest, MetricsAreForTheNeighbourhoodOnly) {
  for (auto const* near : {"127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "::1", "fd00::1", "::ffff:10.0.0.1"})
    EXPECT_EQ(from("/metrics", near).status, 200) << near;
  for (auto const* far : {"198.51.100.7", "172.32.0.1", "2001:db8::1", "::ffff:198.51.100.7", "", "nonsense"})
    EXPECT_EQ(from("/metrics", far).status, 404) << far;
}
