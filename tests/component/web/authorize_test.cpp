#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "component/web/browser.hpp"
#include "dunlin/platform/http/url.hpp"

namespace dunlin::web {
namespace {

using Fields = std::map<std::string, std::string>;
using test::header;
using test::parameter;

constexpr auto oob = "urn:ietf:wg:oauth:2.0:oob";

class Authorize : public test::AppTest {
 protected:
  Authorize()
      : ann(test::person(app, "ann")),
        client(test::client(app, "read write", {test::callback, "someapp://back", oob})) {}

  std::string address(Fields const& more = {}) {
    Fields fields{{"response_type", "code"},
                  {"client_id", client.id},
                  {"redirect_uri", test::callback},
                  {"scope", "read"},
                  {"state", "s1 &"}};
    for (auto const& [name, value] : more) fields[name] = value;
    std::erase_if(fields, [](auto const& field) { return field.second == "-"; });
    return "/oauth/authorize?" + test::encoded({fields.begin(), fields.end()});
  }
  access::Reply ask(Fields const& more = {}) { return browser.get(address(more)); }
  access::Reply decide(access::Reply const& page, std::string const& decision) {
    return browser.submit(page, "/oauth/authorize", {{"_method", decision == "deny" ? "delete" : "post"}});
  }
  void sign_in() { browser.sign_in(ann.email, ann.password); }
  /// The whole flow once, so that a token of these scopes exists.
  void grant() {
    auto const reply = decide(ask({{"force_login", "true"}}), "allow");
    auto const body = test::encoded({{"grant_type", "authorization_code"},
                                     {"code", parameter(header(reply, "Location"), "code")},
                                     {"redirect_uri", test::callback},
                                     {"client_id", client.id},
                                     {"client_secret", client.secret}});
    ASSERT_EQ(app.send(app.request("POST", "/oauth/token", {}, body, "application/x-www-form-urlencoded")).status, 200);
  }
  static std::string policy(access::Reply const& reply) { return header(reply, "Content-Security-Policy"); }

  test::Person ann;
  test::Client client;
  test::Browser browser{app};
};

TEST_F(Authorize, SendsAStrangerToTheSignInPageAndBack) {
  auto const reply = ask();
  ASSERT_EQ(reply.status, 302);
  auto const sign_in_page = browser.get(header(reply, "Location"));
  EXPECT_EQ(sign_in_page.status, 200);
  EXPECT_NE(sign_in_page.body.find("Some App"), std::string::npos) << "says what it is for";
  auto const signed_in =
      browser.submit(sign_in_page, "/auth/sign_in", {{"login", ann.email}, {"password", ann.password}});
  EXPECT_EQ(header(signed_in, "Location"), address());
}

TEST_F(Authorize, LetsBrowsersFollowTheFormToTheApplication) {
  auto const strangers = browser.get(header(ask(), "Location"));
  EXPECT_NE(policy(strangers).find("form-action 'self' https://app.example;"), std::string::npos) << policy(strangers);
  sign_in();
  EXPECT_NE(policy(ask()).find("form-action 'self' https://app.example;"), std::string::npos);
  EXPECT_NE(policy(ask({{"redirect_uri", "someapp://back"}})).find("form-action 'self' someapp:;"), std::string::npos);
  EXPECT_EQ(policy(ask()).find("unsafe"), std::string::npos);
}

TEST_F(Authorize, AsksForConsentAndGivesACodeWithTheState) {
  sign_in();
  auto const page = ask();
  ASSERT_EQ(page.status, 200);
  for (auto const* shown : {"Some App", "@ann<wbr>@dunlin.test", "Read everything in your account", "app.example"})
    EXPECT_NE(page.body.find(shown), std::string::npos) << shown;
  auto const reply = decide(page, "allow");
  EXPECT_EQ(reply.status, 302);
  auto const location = header(reply, "Location");
  EXPECT_TRUE(location.starts_with(std::string(test::callback) + "?code=")) << location;
  EXPECT_EQ(parameter(location, "state"), "s1 &");
}

TEST_F(Authorize, TellsTheApplicationOfARefusal) {
  sign_in();
  auto const location = header(decide(ask(), "deny"), "Location");
  EXPECT_TRUE(location.starts_with(test::callback));
  EXPECT_EQ(parameter(location, "error"), "access_denied");
  EXPECT_EQ(parameter(location, "state"), "s1 &");
  EXPECT_FALSE(parameter(location, "error_description").empty());
  EXPECT_EQ(parameter(location, "code"), "");
}

TEST_F(Authorize, TakesARefusalByDeleteToo) {
  sign_in();
  for (auto const& form : test::forms(ask().body)) {
    if (!form.action.starts_with("/oauth/authorize")) continue;
    auto const location = header(browser.send("DELETE", form.action, test::encoded(form.fields)), "Location");
    EXPECT_EQ(parameter(location, "error"), "access_denied");
  }
}

TEST_F(Authorize, AsksOnlyOnceForTheSameScopes) {
  sign_in();
  grant();
  EXPECT_FALSE(parameter(header(ask(), "Location"), "code").empty());
  EXPECT_FALSE(parameter(header(ask({{"force_login", "false"}}), "Location"), "code").empty());
  EXPECT_EQ(ask({{"force_login", "true"}}).status, 200);
  EXPECT_EQ(ask({{"scope", "read write"}}).status, 200) << "more than was granted";
  EXPECT_FALSE(parameter(header(ask({{"scope", "read:statuses"}}), "Location"), "code").empty()) << "part of it";
}

TEST_F(Authorize, AnswersInTheFragmentOrByAForm) {
  sign_in();
  auto const location = header(decide(ask({{"response_mode", "fragment"}}), "allow"), "Location");
  EXPECT_TRUE(location.starts_with(std::string(test::callback) + "#code=")) << location;
  auto const page = decide(ask({{"response_mode", "form_post"}}), "allow");
  ASSERT_EQ(page.status, 200);
  auto const form = test::forms(page.body).at(0);
  EXPECT_EQ(form.action, test::callback);
  EXPECT_EQ(form.fields.at(0).first, "code");
  EXPECT_EQ(form.fields.at(1), (std::pair<std::string, std::string>{"state", "s1 &"}));
  EXPECT_NE(policy(page).find("form-action 'self' https://app.example;"), std::string::npos);
}

TEST_F(Authorize, ShowsTheCodeOfAnApplicationWithoutAnAddress) {
  sign_in();
  auto const location = header(decide(ask({{"redirect_uri", oob}}), "allow"), "Location");
  ASSERT_TRUE(location.starts_with("/oauth/authorize/native?code=")) << location;
  auto const page = browser.get(location);
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find(parameter(location, "code")), std::string::npos);
  EXPECT_EQ(browser.get("/oauth/authorize/native?code=%3Cscript%3E").status, 404);
  EXPECT_EQ(test::Browser(app).get(location).status, 302) << "not for strangers";
}

TEST_F(Authorize, NeverSendsToAnAddressThatWasNotRegistered) {
  sign_in();
  for (Fields const& bad :
       {Fields{{"redirect_uri", "https://evil.example/"}},
        Fields{{"redirect_uri", std::string(test::callback) + "/more"}}, Fields{{"redirect_uri", "-"}},
        Fields{{"client_id", "nobody"}}, Fields{{"client_id", "-"}}}) {
    auto const reply = ask(bad);
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(header(reply, "Location"), "");
    EXPECT_TRUE(reply.type.starts_with("text/html"));
  }
}

TEST_F(Authorize, TellsTheApplicationWhatIsWrongWithItsRequest) {
  sign_in();
  auto const error = [&](Fields const& bad) { return parameter(header(ask(bad), "Location"), "error"); };
  EXPECT_EQ(error({{"response_type", "token"}}), "unsupported_response_type");
  EXPECT_EQ(error({{"scope", "read nonsense"}}), "invalid_scope");
  EXPECT_EQ(error({{"scope", "follow"}}), "invalid_scope") << "not registered for it";
  EXPECT_EQ(error({{"code_challenge", std::string(43, 'a')}, {"code_challenge_method", "plain"}}), "invalid_request");
  EXPECT_EQ(error({{"code_challenge", std::string(43, 'a')}}), "invalid_request");
  EXPECT_EQ(error({{"code_challenge", "short"}, {"code_challenge_method", "S256"}}), "invalid_request");
  EXPECT_EQ(error({{"response_mode", "web_message"}}), "invalid_request");
}

TEST_F(Authorize, SendsNobodyOnBeforeTheySignedIn) {
  auto const reply = ask({{"scope", "nonsense"}});
  EXPECT_TRUE(header(reply, "Location").starts_with("/auth/sign_in")) << header(reply, "Location");
}

TEST_F(Authorize, TakesPlusBetweenScopesAndReadByDefault) {
  sign_in();
  EXPECT_EQ(ask({{"scope", "read+write"}}).status, 200);
  EXPECT_NE(ask({{"scope", "-"}}).body.find("Read everything"), std::string::npos);
}

TEST_F(Authorize, RefusesADecisionFromAnotherSite) {
  sign_in();
  auto const page = ask();
  EXPECT_EQ(browser.submit(page, "/oauth/authorize", {{"csrf_token", "guess"}}).status, 422);
  EXPECT_EQ(test::Browser(app).submit(page, "/oauth/authorize", {}).status, 302)
      << "somebody who is not signed in is asked to";
}

class AuthorizedApplications : public Authorize {};

TEST_F(AuthorizedApplications, AreListedAndTakenBack) {
  sign_in();
  grant();
  auto const page = browser.get("/oauth/authorized_applications");
  ASSERT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("Some App"), std::string::npos);
  auto const action = "/oauth/authorized_applications/" + to_string(client.application);
  EXPECT_EQ(browser.post(action, {}).status, 422) << "not without the form's token";
  EXPECT_EQ(browser.submit(page, action).status, 302);
  EXPECT_EQ(browser.get("/oauth/authorized_applications").body.find("Some App"), std::string::npos);
  EXPECT_EQ(ask().status, 200) << "consent is asked for anew";
}

TEST_F(AuthorizedApplications, AreNotShownToStrangers) {
  EXPECT_EQ(browser.get("/oauth/authorized_applications").status, 302);
}

}  // namespace
}  // namespace dunlin::web
