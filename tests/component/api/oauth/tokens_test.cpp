#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "component/web/browser.hpp"
#include "dunlin/actions/grants.hpp"
#include "dunlin/platform/crypto/crypto.hpp"

namespace dunlin::api::oauth {
namespace {

using nlohmann::json;
using test::header;

class OAuthTokens : public test::AppTest {
 protected:
  OAuthTokens() : ann(test::person(app, "ann")), client(test::client(app)) {}

  std::string code(std::string const& scopes = "read", std::string const& challenge = "") {
    return app.db().transact_blocking([&](db::Tx& tx) {
      return actions::issue_code(app.app(), tx,
                                 {.application = client.application,
                                  .user = ann.user,
                                  .redirect_uri = test::callback,
                                  .scopes = scopes,
                                  .code_challenge = challenge});
    });
  }
  json with_client(json more) {
    json body{{"client_id", client.id}, {"client_secret", client.secret}};
    body.update(more);
    return body;
  }
  access::Reply ask(json const& more) { return app.post("/oauth/token", {}, with_client(more).dump()); }
  access::Reply exchange(std::string const& code, json const& more = json::object()) {
    json body{{"grant_type", "authorization_code"}, {"code", code}, {"redirect_uri", test::callback}};
    body.update(more);
    return ask(body);
  }
  void expect_error(access::Reply const& reply, int status, std::string const& error) {
    EXPECT_EQ(reply.status, status) << reply.body;
    auto const body = json::parse(reply.body);
    EXPECT_EQ(body["error"], error);
    EXPECT_FALSE(body["error_description"].get<std::string>().empty());
  }
  int profile_status(std::string const& token) { return app.get("/api/v1/apps/verify_credentials", token).status; }

  test::Person ann;
  test::Client client;
};

TEST_F(OAuthTokens, AreGivenForACodeInExactlyTheAgreedShape) {
  auto const reply = exchange(code("read write"));
  ASSERT_EQ(reply.status, 200) << reply.body;
  auto const token = json::parse(reply.body);
  EXPECT_EQ(token.size(), 4u) << reply.body;
  EXPECT_EQ(token["token_type"], "Bearer");
  EXPECT_EQ(token["scope"], "read write");
  EXPECT_TRUE(token["created_at"].is_number_integer());
  EXPECT_EQ(profile_status(token["access_token"]), 200);
}

TEST_F(OAuthTokens, AcceptAFormAndHttpBasic) {
  auto request =
      app.request("POST", "/oauth/token", {}, test::encoded({{"grant_type", "client_credentials"}, {"scope", "read"}}),
                  "application/x-www-form-urlencoded");
  request.headers.emplace_back("authorization", "Basic " + crypto::base64(client.id + ":" + client.secret));
  EXPECT_EQ(app.send(request).status, 200);
  request.headers.back().second = "Basic " + crypto::base64(client.id + ":wrong");
  expect_error(app.send(request), 401, "invalid_client");
}

TEST_F(OAuthTokens, AreTheSameForTheSameApplicationPersonAndScopes) {
  auto const token = [](access::Reply const& reply) { return json::parse(reply.body)["access_token"]; };
  auto const first = token(exchange(code())), second = token(exchange(code()));
  EXPECT_EQ(first, second);
  EXPECT_NE(first, token(exchange(code("write"))));
  EXPECT_EQ(token(ask({{"grant_type", "client_credentials"}})), token(ask({{"grant_type", "client_credentials"}})));

  app.post("/oauth/revoke", {}, with_client({{"token", first}}).dump());
  EXPECT_NE(token(exchange(code())), first) << "a revoked one never comes back";
}

TEST_F(OAuthTokens, AreRevokedWhenTheirCodeIsUsedTwice) {
  auto const used = code();
  auto const token = json::parse(exchange(used).body)["access_token"];
  EXPECT_EQ(profile_status(token), 200);
  expect_error(exchange(used), 400, "invalid_grant");
  EXPECT_EQ(profile_status(token), 401);
}

TEST_F(OAuthTokens, AreNotGivenForAnExpiredCode) {
  auto const late = code();
  app.clock().advance(std::chrono::minutes(10));
  expect_error(exchange(late), 400, "invalid_grant");
}

TEST_F(OAuthTokens, AreNotGivenForACodeOfAnotherClientOrAddress) {
  auto const other = test::client(app);
  expect_error(exchange(code(), {{"client_id", other.id}, {"client_secret", other.secret}}), 400, "invalid_grant");
  expect_error(exchange(code(), {{"redirect_uri", "https://app.example/other"}}), 400, "invalid_grant");
  expect_error(exchange("nonsense"), 400, "invalid_grant");
}

TEST_F(OAuthTokens, NeedTheVerifierOfTheChallenge) {
  std::string const verifier(43, 'v');
  auto const challenge = crypto::base64url(crypto::sha256(verifier));
  expect_error(exchange(code("read", challenge)), 400, "invalid_request");
  expect_error(exchange(code("read", challenge), {{"code_verifier", std::string(43, 'w')}}), 400, "invalid_grant");
  EXPECT_EQ(exchange(code("read", challenge), {{"code_verifier", verifier}}).status, 200);
}

TEST_F(OAuthTokens, TellWhatIsMissingOrUnknown) {
  expect_error(ask({{"grant_type", "magic"}}), 400, "unsupported_grant_type");
  expect_error(ask(json::object()), 400, "invalid_request");
  expect_error(exchange(""), 400, "invalid_request");
  expect_error(exchange("x", {{"client_secret", "nope"}}), 401, "invalid_client");
  expect_error(exchange("x", {{"client_id", "nope"}}), 401, "invalid_client");
  expect_error(ask({{"grant_type", "client_credentials"}, {"scope", "admin:read"}}), 400, "invalid_scope");
  expect_error(app.post("/oauth/token", {}, "{"), 400, "invalid_request");
}

TEST_F(OAuthTokens, OfAnApplicationMayHaveASmallerScopeThanTheApplication) {
  auto const reply = ask({{"grant_type", "client_credentials"}, {"scope", "write:accounts"}});
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(json::parse(reply.body)["scope"], "write:accounts");
}

TEST_F(OAuthTokens, AreNotGivenForAPasswordUnlessTheSettingSaysSo) {
  expect_error(ask({{"grant_type", "password"}, {"username", ann.email}, {"password", ann.password}}), 400,
               "unsupported_grant_type");
}

TEST_F(OAuthTokens, AreRevokedOnlyByTheirOwnApplication) {
  auto const token = json::parse(exchange(code()).body)["access_token"].get<std::string>();
  auto const other = test::client(app);
  auto const revoke = [&](json const& body) { return app.post("/oauth/revoke", {}, body.dump()); };
  expect_error(revoke({{"client_id", other.id}, {"client_secret", other.secret}, {"token", token}}), 403,
               "unauthorized_client");
  expect_error(revoke({{"token", token}}), 403, "unauthorized_client");
  EXPECT_EQ(profile_status(token), 200);
  for (auto const& which : {token, token, std::string("nosuchtoken")}) {
    auto const reply = revoke(with_client({{"token", which}}));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "{}");
  }
  EXPECT_EQ(profile_status(token), 401);
}

TEST_F(OAuthTokens, AreIntrospectedByTheirOwnApplication) {
  auto const token = json::parse(exchange(code()).body)["access_token"].get<std::string>();
  auto const facts = [&](json const& body) { return json::parse(app.post("/oauth/introspect", {}, body.dump()).body); };
  auto const own = facts(with_client({{"token", token}}));
  EXPECT_EQ(own["active"], true);
  EXPECT_EQ(own["scope"], "read");
  auto const other = test::client(app);
  auto const foreign = facts({{"client_id", other.id}, {"client_secret", other.secret}, {"token", token}});
  EXPECT_EQ(foreign, json({{"active", false}}));
  auto const info = json::parse(app.get("/oauth/token/info", token).body);
  EXPECT_EQ(info["scope"], json({"read"}));
  EXPECT_EQ(info["application"]["uid"], client.id);
}

TEST_F(OAuthTokens, AreReadableByOtherOriginsButNotKept) {
  auto const reply = exchange(code());
  EXPECT_EQ(header(reply, "Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(header(reply, "Cache-Control"), "private, no-store");
}

class PasswordGrant : public testing::Test {
 protected:
  test::TestApp app{[](config::Config& config) { config.oauth_password_grant = true; }};
  test::Person ann = test::person(app, "ann");
  test::Client client = test::client(app);
  access::Reply ask(std::string const& password, std::string const& login) {
    return app.post("/oauth/token", {},
                    json{{"grant_type", "password"},
                         {"username", login},
                         {"password", password},
                         {"client_id", client.id},
                         {"client_secret", client.secret},
                         {"scope", "read"}}
                        .dump());
  }
};

TEST_F(PasswordGrant, GivesATokenForTheRightPasswordOnly) {
  EXPECT_EQ(ask(ann.password, ann.email).status, 200);
  EXPECT_EQ(ask(ann.password, "ANN@People.example").status, 200);
  EXPECT_EQ(ask(ann.password, "ann").status, 200);
  EXPECT_EQ(ask("wrong", ann.email).status, 400);
  EXPECT_EQ(json::parse(ask("wrong", ann.email).body), json::parse(ask("wrong", "nobody@people.example").body));
}

}  // namespace
}  // namespace dunlin::api::oauth
