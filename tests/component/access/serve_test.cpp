#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "component/web/browser.hpp"
#include "dunlin/access/routes.hpp"
#include "dunlin/access/tokens.hpp"
#include "dunlin/store/tokens.hpp"
#include "dunlin/store/users.hpp"
#include "support/test_app.hpp"

namespace dunlin::access {
namespace {

using nlohmann::json;
using test::header;

constexpr auto probe = "/oauth/userinfo";  // a user's, needs "profile"
constexpr auto any = "/api/v1/apps/verify_credentials";

class Serve : public test::AppTest {
 protected:
  std::string error(Reply const& reply) { return json::parse(reply.body).at("error"); }
};

TEST_F(Serve, RefusesAStrangerWith401AndSaysSoInTheHeader) {
  auto const reply = app.get(probe);
  EXPECT_EQ(reply.status, 401);
  EXPECT_EQ(error(reply), "The access token is invalid");
  EXPECT_EQ(header(reply, "WWW-Authenticate"),
            R"(Bearer realm="Doorkeeper", error="invalid_token", error_description="The access token is invalid")");
}

TEST_F(Serve, RefusesAnUnknownTokenAsNone) {
  auto const reply = app.get(probe, "nosuchtoken");
  EXPECT_EQ(reply.status, 401);
  EXPECT_EQ(error(reply), "The access token is invalid");
}

TEST_F(Serve, TakesTheTokenFromHeaderQueryAndBody) {
  auto const ann = app.local("ann", "profile");
  EXPECT_EQ(app.get(probe, ann.token).status, 200);
  EXPECT_EQ(app.get(std::string(probe) + "?access_token=" + ann.token).status, 200);
  EXPECT_EQ(app.get(std::string(probe) + "?bearer_token=" + ann.token).status, 200);
  EXPECT_EQ(app.post(probe, {}, json{{"access_token", ann.token}}.dump()).status, 200);
}

TEST_F(Serve, SaysWhatClientsShouldStopUsing) {
  EXPECT_EQ(header(app.get("/api/v1/instance"), "Deprecation"), "@1668384000");
  EXPECT_EQ(header(app.get("/api/v1/instance/rules"), "Deprecation"), "");
  EXPECT_EQ(header(app.get("/api/v2/instance"), "Deprecation"), "");
}

TEST_F(Serve, RefusesATokenWithoutTheScope) {
  auto const reply = app.get(probe, app.local("ann", "read write").token);
  EXPECT_EQ(reply.status, 403);
  EXPECT_EQ(error(reply), "This action is outside the authorized scopes");
}

TEST_F(Serve, RefusesAnApplicationWhereAUserIsWantedWith422) {
  auto const reply = app.get(probe, app.application_token("profile"));
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(error(reply), "This method requires an authenticated user");
}

TEST_F(Serve, TellsWhyALoginCannotBeUsed) {
  auto const ann = app.local("ann", "profile push");
  auto const says = [&](auto change) {
    app.db().transact_blocking([&](db::Tx& tx) { change(tx); });
    auto const reply = app.get(probe, ann.token);
    EXPECT_EQ(reply.status, 403);
    return error(reply);
  };
  EXPECT_EQ(says([&](db::Tx& tx) { store::users::set_disabled(tx, ann.user, true); }),
            "Your login is currently disabled");
  EXPECT_EQ(says([&](db::Tx& tx) { store::users::set_approved(tx, ann.user, false); }),
            "Your login is currently pending approval");
  EXPECT_EQ(app.get(any, ann.token).status, 200) << "the application itself is not refused";

  auto const bob = test::person(app, "bob", false);
  auto const token = app.token({.account = {}, .user = bob.user, .token_id = {}, .token = {}}, "profile");
  auto const reply = app.get(probe, token);
  EXPECT_EQ(reply.status, 403);
  EXPECT_EQ(error(reply), "Your login is missing a confirmed e-mail address");
}

TEST_F(Serve, AdmitsLargeBodiesOfThoseAloneWhoMayUseTheRow) {
  Routes routes;
  routes.post("/upload", [](Call const&, db::Tx&) { return Reply(); }, {.needs = "write:media"});
  auto const ann = app.local("ann", "write");
  auto const admits = [&](std::string const& target, std::string const& token) {
    auto const request = app.request("POST", target, token);
    return app.wait(admits_large(app.app(), routes, request));
  };
  EXPECT_TRUE(admits("/upload", ann.token)) << "asks the database";
  EXPECT_TRUE(admits("/upload?access_token=" + ann.token, ""));
  EXPECT_FALSE(admits("/upload", ""));
  EXPECT_FALSE(admits("/upload", "nosuchtoken"));
  EXPECT_FALSE(admits("/upload", app.token(ann, "read")));
  EXPECT_FALSE(admits("/elsewhere", ann.token));
}

TEST_F(Serve, ForgetsARevokedTokenAtOnce) {
  auto const ann = app.local("ann", "profile");
  EXPECT_EQ(app.get(probe, ann.token).status, 200);
  app.db().transact_blocking([&](db::Tx& tx) { store::tokens::revoke(tx, ann.token_id, app.clock().now()); });
  auto const reply = app.get(probe, ann.token);
  EXPECT_EQ(reply.status, 401);
  EXPECT_EQ(error(reply), "The access token was revoked");
}

TEST_F(Serve, AsksForAKnownTokenOnlyOnce) {
  auto const ann = app.local("ann", "profile");
  app.get(any, ann.token);
  auto const before = app.statements();
  app.get(any, ann.token);
  EXPECT_EQ(app.statements() - before, 1) << "the application alone";
}

TEST_F(Serve, NotesActivityOncePerHour) {
  auto const ann = app.local("ann", "profile");
  auto const last_used = [&] {
    return app.db().read_blocking(
        [&](db::Tx& tx) { return store::tokens::holder_of(tx, Tokens::hash(ann.token))->last_used_at; });
  };
  EXPECT_FALSE(last_used());
  app.get(any, ann.token);
  auto const first = last_used();
  ASSERT_TRUE(first);
  app.clock().advance(std::chrono::minutes(30));
  app.get(any, ann.token);
  EXPECT_EQ(last_used(), first);
  app.clock().advance(std::chrono::minutes(31));
  app.get(any, ann.token);
  EXPECT_GT(last_used(), first);
}

TEST_F(Serve, AnswersUnknownPathsOfTheApiInJson) {
  auto const reply = app.get("/api/v1/no_such_thing");
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(reply.body, R"({"error":"Not Found"})");
  EXPECT_EQ(app.del("/api/v1/apps", {}).status, 404);
}

TEST_F(Serve, AnswersUnknownPathsElsewhereWithAPage) {
  auto const reply = app.get("/no/such/page");
  EXPECT_EQ(reply.status, 404);
  EXPECT_TRUE(reply.type.starts_with("text/html")) << reply.type;
}

TEST_F(Serve, OpensTheApiToEveryOrigin) {
  auto request = app.request("OPTIONS", "/api/v1/statuses/1");
  request.headers.emplace_back("origin", "https://app.example");
  request.headers.emplace_back("access-control-request-method", "DELETE");
  request.headers.emplace_back("access-control-request-headers", "authorization,idempotency-key");
  auto const reply = app.send(request);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(header(reply, "Access-Control-Allow-Origin"), "*");
  EXPECT_NE(header(reply, "Access-Control-Allow-Methods").find("DELETE"), std::string::npos);
  EXPECT_EQ(header(reply, "Access-Control-Allow-Headers"), "authorization,idempotency-key");
  EXPECT_EQ(header(app.get(probe), "Access-Control-Allow-Origin"), "*") << "errors too";
  EXPECT_NE(header(app.get(any), "Access-Control-Expose-Headers").find("Link"), std::string::npos);
  EXPECT_EQ(header(app.get("/auth/sign_in"), "Access-Control-Allow-Origin"), "") << "pages are not open";
  EXPECT_EQ(app.send(app.request("OPTIONS", "/auth/sign_in")).status, 404);
}

TEST_F(Serve, PutsTheHeadersOfTheApi) {
  auto const reply = app.get(any, app.local("ann").token);
  EXPECT_EQ(header(reply, "Content-Security-Policy"), "default-src 'none'; frame-ancestors 'none'; form-action 'none'");
  EXPECT_EQ(header(reply, "Vary"), "Authorization, Origin");
  EXPECT_EQ(header(reply, "Cache-Control"), "private, no-store");
  EXPECT_EQ(header(reply, "X-Content-Type-Options"), "nosniff");
}

TEST_F(Serve, AnswersBrokenJsonWith400) {
  EXPECT_EQ(app.post("/api/v1/apps", {}, R"({"client_name": )").status, 400);
}

class Throttled : public testing::Test {
 protected:
  test::TestApp app{[](config::Config& config) { config.rate_limits = true; }};
};

TEST_F(Throttled, CountsDownAndRefusesWithTheHeadersOfTheTightest) {
  auto const ann = app.local("ann", "profile");
  auto const first = app.get(any, ann.token);
  EXPECT_EQ(header(first, "X-RateLimit-Limit"), "300");
  EXPECT_EQ(header(first, "X-RateLimit-Remaining"), "299");
  EXPECT_TRUE(header(first, "X-RateLimit-Reset").ends_with("000Z")) << header(first, "X-RateLimit-Reset");
  EXPECT_EQ(header(app.get(any, ann.token), "X-RateLimit-Remaining"), "298");
  auto reply = first;
  for (int i = 0; i < 300 && reply.status == 200; ++i) reply = app.get(any, ann.token);
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(reply.body, R"({"error":"Too many requests"})");
  EXPECT_EQ(header(reply, "X-RateLimit-Remaining"), "0");
}

}  // namespace
}  // namespace dunlin::access
