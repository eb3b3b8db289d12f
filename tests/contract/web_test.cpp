// What the pages of this server ask for, and who signs up.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "component/web/browser.hpp"
#include "support/schema.hpp"

namespace dunlin::test {
namespace {

class WebAnswers : public AppTest {
 protected:
  std::string csrf_token() {
    for (auto const& form : forms(browser.get("/").body))
      for (auto const& [name, value] : form.fields)
        if (name == "csrf_token") return value;
    return {};
  }
  Person ann = person(app, "ann");
  Browser browser{app};
};

TEST_F(WebAnswers, OfSettingsFit) {
  browser.sign_in(ann.email, ann.password);
  for (auto const* method : {"PUT", "PATCH"}) {
    auto request = app.request(method, "/api/web/settings", {}, R"({"data": {"theme": "dark"}})");
    for (auto const& [name, value] : browser.cookies) request.headers.emplace_back("cookie", name + "=" + value);
    request.headers.emplace_back("x-csrf-token", csrf_token());
    auto const reply = app.send(std::move(request));
    EXPECT_EQ(reply.status, 200) << method;
    EXPECT_EQ(misfit("Empty", reply.body), "") << method;
  }
}

TEST_F(WebAnswers, OfSigningUpFit) {
  auto const reply = app.post("/api/v1/accounts", app.application_token("write"),
                              R"({"username": "newcomer", "email": "new@example.org", "password": "correct horse",
                                  "agreement": true, "locale": "en"})");
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(misfit("Token", reply.body), "");
}

TEST_F(WebAnswers, NobodyAsksForDonations) {
  auto const reader = app.local("reader");
  auto const reply = app.get("/api/v1/donation_campaigns", reader.token);
  EXPECT_EQ(reply.status, 204);
  EXPECT_EQ(reply.body, "");
}

}  // namespace
}  // namespace dunlin::test
