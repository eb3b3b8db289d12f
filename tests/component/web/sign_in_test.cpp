#include <gtest/gtest.h>

#include "component/web/browser.hpp"
#include "dunlin/store/users.hpp"

namespace dunlin::web {
namespace {

using test::header;

class SignIn : public test::AppTest {
 protected:
  SignIn() : ann(test::person(app, "ann")) {}
  bool signed_in() { return browser.get("/").body.find("signed in as @ann") != std::string::npos; }
  test::Person ann;
  test::Browser browser{app};
};

TEST_F(SignIn, LeadsBackToWhereItBegan) {
  auto const reply = browser.sign_in(ann.email, ann.password, "/about");
  EXPECT_EQ(reply.status, 302);
  EXPECT_EQ(header(reply, "Location"), "/about");
  EXPECT_TRUE(signed_in());
}

TEST_F(SignIn, NeverLeadsToAnotherSite) {
  for (auto const* elsewhere : {"https://evil.example/", "//evil.example/", "/\\evil.example", "/a\r\nX: y"}) {
    test::Browser fresh(app);
    EXPECT_EQ(header(fresh.sign_in(ann.email, ann.password, elsewhere), "Location"), "/") << elsewhere;
  }
}

TEST_F(SignIn, KeepsItsCookieFromScriptsAndOtherSites) {
  auto const cookie = header(browser.sign_in(ann.email, ann.password), "Set-Cookie");
  for (auto const* part : {"dunlin_session=", "HttpOnly", "SameSite=Lax", "Path=/", "Secure"})
    EXPECT_NE(cookie.find(part), std::string::npos) << cookie;
}

TEST_F(SignIn, AnswersAWrongPasswordLikeAnUnknownAddress) {
  auto const wrong = browser.sign_in(ann.email, "wrong password");
  auto const unknown = browser.sign_in("xnn@people.example", "wrong password");
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(unknown.status, 422);
  auto const without = [](std::string text, std::string const& part) {
    for (auto at = text.find(part); at != text.npos; at = text.find(part)) text.erase(at, part.size());
    return text;
  };
  EXPECT_EQ(without(wrong.body, ann.email), without(unknown.body, "xnn@people.example"));
  EXPECT_NE(wrong.body.find("role=\"alert\""), std::string::npos);
  EXPECT_EQ(wrong.body.find("wrong password"), std::string::npos) << "the password never goes back";
  EXPECT_FALSE(signed_in());
}

TEST_F(SignIn, RefusesAFormOfAnotherBrowser) {
  auto const page = browser.get("/auth/sign_in");
  test::Browser other(app);
  other.get("/auth/sign_in");
  auto const reply = other.submit(page, "/auth/sign_in", {{"login", ann.email}, {"password", ann.password}});
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(header(reply, "Set-Cookie"), "");
  test::Browser bare(app);
  EXPECT_EQ(bare.post("/auth/sign_in", {{"login", ann.email}, {"password", ann.password}}).status, 422);
}

TEST_F(SignIn, SaysWhyALoginCannotBeUsed) {
  auto const says = [&](test::Person const& who, char const* what) {
    test::Browser other(app);
    auto const reply = other.sign_in(who.email, who.password);
    EXPECT_EQ(reply.status, 403);
    EXPECT_NE(reply.body.find(what), std::string::npos) << reply.body;
  };
  says(test::person(app, "bob", false), "missing a confirmed e-mail address");
  says(test::person(app, "cy", true, false), "pending approval");
  app.db().transact_blocking([&](db::Tx& tx) { store::users::set_disabled(tx, ann.user, true); });
  says(ann, "currently disabled");
}

TEST_F(SignIn, EndsWithASignOutOfOnesOwn) {
  browser.sign_in(ann.email, ann.password);
  auto const old = browser.cookies;
  EXPECT_EQ(browser.post("/auth/sign_out", {}).status, 422) << "not without the form's token";
  EXPECT_TRUE(signed_in());
  EXPECT_EQ(browser.submit(browser.get("/"), "/auth/sign_out").status, 302);
  EXPECT_FALSE(signed_in());
  browser.cookies = old;
  EXPECT_FALSE(signed_in()) << "the session is gone, not only the cookie";
}

TEST_F(SignIn, EndsForADisabledPerson) {
  browser.sign_in(ann.email, ann.password);
  app.db().transact_blocking([&](db::Tx& tx) { store::users::set_disabled(tx, ann.user, true); });
  EXPECT_FALSE(signed_in());
}

TEST_F(SignIn, EscapesWhatWasTyped) {
  auto const reply = browser.sign_in("\"><script>alert(1)</script>", "x");
  EXPECT_EQ(reply.body.find("<script>"), std::string::npos);
}

class ThrottledSignIn : public testing::Test {
 protected:
  test::TestApp app{[](config::Config& config) { config.rate_limits = true; }};
};

TEST_F(ThrottledSignIn, IsRefusedAfterTooManyAttemptsOnOneLoginFromManyAddresses) {
  auto const ann = test::person(app, "ann");
  test::Browser browser(app);
  auto const page = browser.get("/auth/sign_in");
  auto const form = test::forms(page.body).at(0);
  auto attempt = [&](int i) {
    auto fields = form.fields;
    for (auto& [name, value] : fields) value = name == "login" ? ann.email : name == "password" ? "wrong" : value;
    auto request = app.request("POST", "/auth/sign_in", {}, test::encoded(fields), "application/x-www-form-urlencoded");
    request.headers.emplace_back("cookie", "dunlin_visit=" + browser.cookies.at("dunlin_visit"));
    request.address = "203.0.113." + std::to_string(i);
    return app.send(request).status;
  };
  for (int i = 0; i < 25; ++i) EXPECT_EQ(attempt(i), 422) << i;
  EXPECT_EQ(attempt(25), 429);
}

TEST_F(ThrottledSignIn, IsRefusedAfterTooManyAttemptsFromOneAddress) {
  test::Browser browser(app);
  int status = 0;
  for (int i = 0; i < 26; ++i) status = browser.sign_in("nobody" + std::to_string(i), "x").status;
  EXPECT_EQ(status, 429);
}

}  // namespace
}  // namespace dunlin::web
