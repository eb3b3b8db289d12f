#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "dunlin/store/settings.hpp"
#include "support/test_app.hpp"

namespace dunlin {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

struct InstanceApi : test::AppTest {
  json get(std::string_view path) {
    auto const reply = app.get(path);
    EXPECT_EQ(reply.status, 200) << path;
    return json::parse(reply.body);
  }
};

TEST_F(InstanceApi, BothVersionsDescribeThisServer) {
  auto const two = get("/api/v2/instance");
  EXPECT_EQ(two["domain"], "dunlin.test");
  EXPECT_EQ(two["configuration"]["statuses"]["max_characters"], 500);
  EXPECT_EQ(two["configuration"]["urls"]["streaming"], "wss://dunlin.test");
  EXPECT_FALSE(two["configuration"]["vapid"]["public_key"].get<std::string>().empty());
  EXPECT_EQ(two["contact"]["account"], nullptr);
  auto const one = get("/api/v1/instance");
  EXPECT_EQ(one["uri"], "dunlin.test");
  EXPECT_EQ(one["version"], two["version"]);
}

TEST_F(InstanceApi, ComesFromMemoryUntilASettingChanges) {
  get("/api/v2/instance");
  auto const before = app.statements();
  get("/api/v2/instance");
  EXPECT_EQ(app.statements(), before);
  app.db().transact_blocking([](db::Tx& tx) {
    store::settings::set(tx, "site_title", "Owls");
    store::settings::set_registrations(tx, store::Registrations::approved);
  });
  auto const changed = get("/api/v2/instance");
  EXPECT_EQ(changed["title"], "Owls");
  EXPECT_EQ(changed["registrations"]["approval_required"], true);
}

TEST_F(InstanceApi, CountsAreNoOlderThanAMinute) {
  EXPECT_EQ(get("/api/v1/instance")["stats"]["user_count"], 0);
  app.local("ann");
  EXPECT_EQ(get("/api/v1/instance")["stats"]["user_count"], 0);
  app.clock().advance(61s);
  EXPECT_EQ(get("/api/v1/instance")["stats"]["user_count"], 1);
}

TEST_F(InstanceApi, NamesWhomToAsk) {
  app.local("boss");
  app.db().transact_blocking([](db::Tx& tx) { store::settings::set(tx, "site_contact_username", "boss"); });
  EXPECT_EQ(get("/api/v2/instance")["contact"]["account"]["acct"], "boss");
}

TEST_F(InstanceApi, SmallDocumentsAreThere) {
  EXPECT_EQ(get("/api/v1/instance/rules"), json::array());
  EXPECT_EQ(get("/api/v1/instance/peers"), json::array());
  EXPECT_EQ(get("/api/v1/custom_emojis"), json::array());
  EXPECT_EQ(get("/api/v1/instance/extended_description")["updated_at"], nullptr);
  EXPECT_FALSE(get("/api/v1/instance/privacy_policy")["content"].get<std::string>().empty());
}

}  // namespace
}  // namespace dunlin
