#include <gtest/gtest.h>

#include "component/web/browser.hpp"
#include "dunlin/store/web_settings.hpp"

namespace dunlin::web {
namespace {

using test::header;

class WebSettings : public test::AppTest {
 protected:
  access::Reply put(std::string const& body, std::string const& token) {
    auto request = app.request("PUT", "/api/web/settings", {}, body);
    for (auto const& [name, value] : browser.cookies) request.headers.emplace_back("cookie", name + "=" + value);
    if (!token.empty()) request.headers.emplace_back("x-csrf-token", token);
    return app.send(std::move(request));
  }
  std::string token() {
    for (auto const& form : test::forms(browser.get("/").body))
      for (auto const& [name, value] : form.fields)
        if (name == "csrf_token") return value;
    return {};
  }
  std::optional<std::string> stored() {
    return app.db().read_blocking([&](db::Tx& tx) { return store::web_settings::find(tx, ann.user); });
  }
  test::Person ann = test::person(app, "ann");
  test::Browser browser{app};
};

TEST_F(WebSettings, AreKeptForWhoeverIsSignedIn) {
  browser.sign_in(ann.email, ann.password);
  EXPECT_EQ(put(R"({"data": {"theme": "dark"}})", token()).body, "{}");
  EXPECT_EQ(stored(), R"({"theme": "dark"})");
  EXPECT_EQ(put(R"({"data": {}})", token()).status, 200);
  EXPECT_EQ(stored(), "{}");
}

TEST_F(WebSettings, OfNobodyOrAnotherSiteOrNoObjectAreRefused) {
  EXPECT_EQ(put(R"({"data": {}})", "").status, 401);
  browser.sign_in(ann.email, ann.password);
  EXPECT_EQ(put(R"({"data": {}})", "").status, 422) << "without the page's own token";
  EXPECT_EQ(put(R"({"data": [1]})", token()).status, 422);
  EXPECT_EQ(put(R"({"data": )", token()).status, 400);
  EXPECT_EQ(stored(), std::nullopt);
}

TEST_F(WebSettings, WellKnownAddressesLeadToPages) {
  EXPECT_EQ(header(browser.get("/.well-known/change-password"), "Location"), "/auth/edit");
  EXPECT_EQ(header(browser.get("/.well-known/proxy?uri=web%2Bap%3A%2F%2Fx"), "Location"),
            "/authorize_interaction?uri=web%2Bap%3A%2F%2Fx");
  EXPECT_EQ(browser.get("/.well-known/proxy").status, 400);
}

}  // namespace
}  // namespace dunlin::web
