#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "component/web/browser.hpp"

namespace dunlin::api::oauth {
namespace {

using nlohmann::json;

class Userinfo : public test::AppTest {};

TEST_F(Userinfo, SaysWhoSignedIn) {
  auto const ann = app.local("ann", "profile", [](Account& account) { account.display_name = "Ann Other"; });
  auto const reply = app.get("/oauth/userinfo", ann.token);
  ASSERT_EQ(reply.status, 200);
  auto const info = json::parse(reply.body);
  EXPECT_EQ(info["iss"], "https://dunlin.test/");
  EXPECT_EQ(info["sub"], ann.account.uri);
  EXPECT_EQ(info["name"], "Ann Other");
  EXPECT_EQ(info["preferred_username"], "ann");
  EXPECT_EQ(info["profile"], ann.account.url);
  EXPECT_EQ(info["picture"], "https://dunlin.test/avatars/original/missing.png");
  EXPECT_EQ(app.post("/oauth/userinfo", ann.token).body, reply.body);
}

TEST_F(Userinfo, HasItsPlaceInTheMetadata) {
  auto const reply = app.get("/.well-known/oauth-authorization-server");
  ASSERT_EQ(reply.status, 200);
  auto const found = json::parse(reply.body);
  EXPECT_EQ(found["issuer"], "https://dunlin.test/");
  EXPECT_EQ(found["userinfo_endpoint"], "https://dunlin.test/oauth/userinfo");
  EXPECT_EQ(found["app_registration_endpoint"], "https://dunlin.test/api/v1/apps");
  EXPECT_EQ(found["code_challenge_methods_supported"], json({"S256"}));
  EXPECT_EQ(found["response_types_supported"], json({"code"}));
  EXPECT_EQ(found["response_modes_supported"], json({"query", "fragment", "form_post"}));
  EXPECT_EQ(found["grant_types_supported"], json({"authorization_code", "client_credentials"}));
  EXPECT_EQ(found["token_endpoint_auth_methods_supported"], json({"client_secret_basic", "client_secret_post"}));
  EXPECT_EQ(test::header(reply, "Access-Control-Allow-Origin"), "*");
}

TEST_F(Userinfo, PointsAtAPictureThatIsThere) {
  auto const reply = app.get("/avatars/original/missing.png");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.type, "image/png");
  EXPECT_TRUE(reply.body.starts_with("\x89PNG"));
}

}  // namespace
}  // namespace dunlin::api::oauth
