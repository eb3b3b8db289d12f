// Push subscriptions: their answers, and which messages they bring.
#include <gmock/gmock.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>

#include "component/web/browser.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "support/answers.hpp"
#include "support/remote_server.hpp"

namespace dunlin::test {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr char const* place = "/api/v1/push/subscription";

class PushSubscriptions : public AnswersTest {
 protected:
  PushSubscriptions() : AnswersTest(RemoteServer::allow) {}

  /// What an app would send; nobody can read the messages.
  json draft(std::string const& path, json const& alerts, std::string const& policy = "all") {
    return {{"subscription",
             {{"endpoint", service.url(path)},
              {"keys",
               {{"p256dh", crypto::base64url(crypto::generate_p256().point)},
                {"auth", crypto::base64url(crypto::random_bytes(16))}}},
              {"standard", true}}},
            {"data", {{"alerts", alerts}, {"policy", policy}}}};
  }
  void subscribe(std::string const& path, json const& alerts, std::string const& policy = "all") {
    ask("POST", place, ann, draft(path, alerts, policy).dump());
  }
  std::size_t asked(std::string_view path) const { return service.posts_to(path).size(); }
  void mention() {
    ask("POST", "/api/v1/statuses", bob, R"({"status": "@ann hello"})");
    app.run_jobs();
  }

  RemoteServer service;
  Login ann = app.local("ann", "read write follow push"), bob = app.local("bob");
};

TEST_F(PushSubscriptions, AreMadeShownChangedAndEnded) {
  EXPECT_EQ(app.get(place, ann.token).status, 404);
  EXPECT_EQ(app.put(place, ann.token, R"({"data": {"alerts": {"mention": true}}})").status, 404);
  auto const made = expect_fits("WebPushSubscription", "POST", place, ann,
                                draft("/a", {{"mention", true}, {"follow", false}}).dump());
  EXPECT_TRUE(made["id"].is_number());
  EXPECT_EQ(made["alerts"]["mention"], true);
  EXPECT_EQ(made["alerts"]["follow"], false);
  EXPECT_EQ(made["server_key"], ask("GET", "/api/v2/instance", ann)["configuration"]["vapid"]["public_key"]);
  expect_fits("WebPushSubscription", "GET", place, ann);
  auto const changed = expect_fits("WebPushSubscription", "PUT", place, ann,
                                   R"({"data": {"alerts": {"follow": true}, "policy": "follower"}})");
  EXPECT_EQ(changed["endpoint"], made["endpoint"]);
  EXPECT_EQ(changed["alerts"]["mention"], false);
  EXPECT_EQ(changed["policy"], "follower");
  expect_fits("WebPushSubscription", "PATCH", place, ann, R"({"data": {"alerts": {"poll": true}}})");
  expect_fits("Empty", "DELETE", place, ann);
  EXPECT_EQ(app.get(place, ann.token).status, 404);
  EXPECT_EQ(app.get(place, app.token(ann, "read")).status, 403);
  EXPECT_EQ(app.del("/api/web/push_subscriptions/1-guessed", {}).status, 200) << "and nothing is said of it";
}

TEST_F(PushSubscriptions, RefuseWhatNoMessageCouldReach) {
  auto const refused = [&](auto change) {
    auto body = draft("/a", {{"mention", true}});
    change(body);
    return app.post(place, ann.token, body.dump()).status;
  };
  EXPECT_EQ(refused([](json& b) { b["subscription"]["endpoint"] = "not an address"; }), 422);
  EXPECT_EQ(refused([](json& b) { b["subscription"]["keys"]["auth"] = "AAAA"; }), 422);
  EXPECT_EQ(
      refused([](json& b) { b["subscription"]["keys"]["p256dh"] = crypto::base64url("\4" + std::string(64, 'x')); }),
      422)
      << "no point of the curve";
  EXPECT_EQ(refused([](json& b) { b["data"]["policy"] = "some"; }), 422);
  EXPECT_EQ(refused([](json& b) { b = json::object(); }), 422);
}

TEST_F(PushSubscriptions, BringOnlyWhatIsWantedFromWhomItIsWanted) {
  subscribe("/all", {{"mention", true}});
  mention();
  EXPECT_EQ(asked("/all"), 1U);
  subscribe("/others", {{"favourite", true}});
  mention();
  EXPECT_EQ(asked("/others"), 0U);
  EXPECT_EQ(asked("/all"), 1U) << "the new one took its place";
  subscribe("/nobody", {{"mention", true}}, "none");
  subscribe("/followed", {{"mention", true}}, "followed");
  mention();
  EXPECT_EQ(asked("/nobody") + asked("/followed"), 0U);
  ask("POST", "/api/v1/accounts/" + id(bob) + "/follow", ann);
  mention();
  EXPECT_EQ(asked("/followed"), 1U);
  subscribe("/follower", {{"mention", true}}, "follower");
  mention();
  EXPECT_EQ(asked("/follower"), 0U);
  ask("POST", "/api/v1/accounts/" + id(ann) + "/follow", bob);
  mention();
  EXPECT_EQ(asked("/follower"), 1U);
}

TEST_F(PushSubscriptions, AreTriedAgainAFewTimesAndEndedWhereTheyAreRefused) {
  subscribe("/busy", {{"mention", true}});
  service.answer_posts_with(503);
  mention();
  EXPECT_EQ(asked("/busy"), 1U);
  for (int i = 0; i < 10; ++i) {
    app.clock().advance(1h);
    app.run_jobs();
  }
  EXPECT_EQ(asked("/busy"), 6U) << "five times more";
  EXPECT_EQ(app.get(place, ann.token).status, 200);
  service.answer_posts_with(429);
  mention();
  service.answer_posts_with(201);
  app.clock().advance(1h);
  app.run_jobs();
  EXPECT_EQ(asked("/busy"), 8U);
  service.answer_posts_with(404);
  mention();
  EXPECT_EQ(app.get(place, ann.token).status, 404);
}

TEST_F(PushSubscriptions, KeepBackWhatIsNoNewsAnyMore) {
  subscribe("/late", {{"mention", true}});
  service.answer_posts_with(503);
  mention();
  app.clock().advance(std::chrono::hours(49));
  app.run_jobs();
  EXPECT_EQ(asked("/late"), 1U);
}

/// A browser that is signed in by its cookie and asks with the token of its own forms.
class BrowserPush : public PushSubscriptions {
 protected:
  std::string form_token() {
    for (auto const& form : forms(browser.get("/").body))
      for (auto const& [name, value] : form.fields)
        if (name == "csrf_token") return value;
    return {};
  }
  access::Reply send(std::string const& method, std::string const& at, json const& body, bool own = true) {
    auto request = app.request(method, at, {}, body.dump());
    for (auto const& [name, value] : browser.cookies) request.headers.emplace_back("cookie", name + "=" + value);
    if (own) request.headers.emplace_back("x-csrf-token", form_token());
    return app.send(std::move(request));
  }
  json made(std::string const& path) {
    auto const reply = send("POST", web_place, draft(path, {{"mention", true}}));
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(misfit("WebPushSubscription", reply.body), "");
    return json::parse(reply.body);
  }
  void mention_cat() {
    ask("POST", "/api/v1/statuses", bob, R"({"status": "@cat hello"})");
    app.run_jobs();
  }

  static constexpr char const* web_place = "/api/web/push_subscriptions";
  Person cat = person(app, "cat");
  Browser browser{app};
};

TEST_F(BrowserPush, BelongsToTheSessionAndEndsWithIt) {
  browser.sign_in(cat.email, cat.password);
  made("/before");
  auto const own = made("/browser");
  mention_cat();
  EXPECT_EQ(asked("/before"), 0U) << "one place for each session";
  EXPECT_EQ(asked("/browser"), 1U);

  auto const at = std::string(web_place) + "/" + own["id"].dump();
  for (auto const* method : {"PUT", "PATCH"}) {
    auto const reply = send(method, at, {{"data", {{"alerts", {{"favourite", true}}}, {"policy", "followed"}}}});
    EXPECT_EQ(misfit("WebPushSubscription", reply.body), "");
    EXPECT_EQ(json::parse(reply.body)["policy"], "followed");
  }
  mention_cat();
  EXPECT_EQ(asked("/browser"), 1U) << "mentions are wanted no more";

  send("PATCH", at, {{"data", {{"alerts", {{"mention", true}}}}}});
  browser.submit(browser.get("/"), "/auth/sign_out");
  mention_cat();
  EXPECT_EQ(asked("/browser"), 1U) << "nobody is signed in there";
}

TEST_F(BrowserPush, IsRefusedToStrangersOtherSitesAndOtherSessions) {
  EXPECT_EQ(send("POST", web_place, draft("/x", {{"mention", true}}), false).status, 401);
  browser.sign_in(cat.email, cat.password);
  EXPECT_EQ(send("POST", web_place, draft("/x", {{"mention", true}}), false).status, 422);
  subscribe("/ann", {{"mention", true}});
  auto const of_ann = std::string(web_place) + "/" + ask("GET", place, ann)["id"].dump();
  json const wishes = {{"data", {{"alerts", {{"poll", true}}}}}};
  EXPECT_EQ(send("PUT", of_ann, wishes).status, 404) << "none of its own yet";
  auto const own = std::string(web_place) + "/" + made("/x")["id"].dump();
  EXPECT_EQ(send("PUT", of_ann, wishes).status, 404);
  EXPECT_EQ(send("PUT", own, wishes, false).status, 422);
  EXPECT_EQ(ask("GET", place, ann)["alerts"]["poll"], false);
}

}  // namespace
}  // namespace dunlin::test
