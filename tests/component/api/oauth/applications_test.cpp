#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "component/web/browser.hpp"
#include "support/test_app.hpp"

namespace dunlin::api::oauth {
namespace {

using nlohmann::json;

class Applications : public test::AppTest {
 protected:
  access::Reply create(json body) { return app.post("/api/v1/apps", {}, body.dump()); }
};

TEST_F(Applications, AreRegisteredFromJsonWithAListOfAddresses) {
  auto const reply = create({{"client_name", "an app"},
                             {"redirect_uris", {"someapp://callback", "urn:ietf:wg:oauth:2.0:oob"}},
                             {"scopes", "read write"},
                             {"website", "https://app.example"}});
  ASSERT_EQ(reply.status, 200) << reply.body;
  auto const made = json::parse(reply.body);
  EXPECT_TRUE(made["id"].is_string());
  EXPECT_EQ(made["name"], "an app");
  EXPECT_EQ(made["website"], "https://app.example");
  EXPECT_EQ(made["redirect_uris"], json({"someapp://callback", "urn:ietf:wg:oauth:2.0:oob"}));
  EXPECT_EQ(made["redirect_uri"], "someapp://callback\nurn:ietf:wg:oauth:2.0:oob");
  EXPECT_EQ(made["scopes"], json({"read", "write"}));
  EXPECT_EQ(made["client_secret_expires_at"], 0);
  EXPECT_FALSE(made["client_id"].get<std::string>().empty());
  EXPECT_FALSE(made["client_secret"].get<std::string>().empty());
  EXPECT_FALSE(made["vapid_key"].get<std::string>().empty());
}

TEST_F(Applications, AreRegisteredFromAFormWithAddressesOnLines) {
  auto const body = test::encoded({{"client_name", "Tusky"},
                                   {"redirect_uris", "com.keylesspalace.tusky://x\nhttps://a.example/"},
                                   {"website", ""}});
  auto const reply = app.send(app.request("POST", "/api/v1/apps", {}, body, "application/x-www-form-urlencoded"));
  ASSERT_EQ(reply.status, 200) << reply.body;
  auto const made = json::parse(reply.body);
  EXPECT_EQ(made["redirect_uris"], json({"com.keylesspalace.tusky://x", "https://a.example/"}));
  EXPECT_EQ(made["scopes"], json({"read"})) << "the default";
  EXPECT_TRUE(made["website"].is_null());
}

TEST_F(Applications, AreRefusedWithDetails) {
  json const good{{"client_name", "x"}, {"redirect_uris", "https://a.example/"}};
  for (auto const& [field, bad] : std::vector<std::pair<std::string, json>>{
           {"name", {{"client_name", ""}}},
           {"name", {{"client_name", std::string(61, 'x')}}},
           {"redirect_uri", {{"redirect_uris", ""}}},
           {"redirect_uri", {{"redirect_uris", "javascript:alert(1)"}}},
           {"redirect_uri", {{"redirect_uris", "https://a.example/" + std::string(2000, 'x')}}},
           {"website", {{"website", "ftp://x.example"}}},
           {"website", {{"website", "https://x.example/" + std::string(2000, 'x')}}},
           {"scopes", {{"scopes", "read nonsense"}}}}) {
    auto body = good;
    body.update(bad);
    auto const reply = create(body);
    EXPECT_EQ(reply.status, 422) << bad;
    EXPECT_TRUE(json::parse(reply.body)["details"].contains(field)) << reply.body;
  }
}

TEST_F(Applications, CountCharactersNotBytes) {
  std::string name;
  for (int i = 0; i < 60; ++i) name += "ü";
  EXPECT_EQ(create({{"client_name", name}, {"redirect_uris", "https://a.example/"}}).status, 200);
}

TEST_F(Applications, AreShownToAnyOfTheirTokens) {
  auto const ann = app.local("ann", "push");
  for (auto const& token : {ann.token, app.application_token("read")}) {
    auto const reply = app.get("/api/v1/apps/verify_credentials", token);
    ASSERT_EQ(reply.status, 200);
    auto const shown = json::parse(reply.body);
    EXPECT_EQ(shown["name"], "A test's app");
    EXPECT_FALSE(shown.contains("client_secret"));
  }
  EXPECT_EQ(app.get("/api/v1/apps/verify_credentials").status, 401);
}

}  // namespace
}  // namespace dunlin::api::oauth
