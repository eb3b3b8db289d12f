#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "component/web/browser.hpp"
#include "dunlin/store/settings.hpp"

namespace dunlin::api::oauth {
namespace {

using nlohmann::json;

class SignUp : public test::AppTest {
 protected:
  SignUp() { set(store::Registrations::open); }
  void set(store::Registrations mode) {
    app.db().transact_blocking([&](db::Tx& tx) { store::settings::set_registrations(tx, mode); });
  }
  json form(json const& more = json::object()) {
    json body{{"username", "newcomer"},
              {"email", "new@people.example"},
              {"password", "long enough"},
              {"agreement", true},
              {"locale", "en"}};
    body.update(more);
    return body;
  }
  access::Reply ask(json const& body) {
    return app.post("/api/v1/accounts", app.application_token("read write"), body.dump());
  }
  std::string code_of(access::Reply const& reply, std::string const& field) {
    auto const details = json::parse(reply.body)["details"];
    return details.contains(field) ? details[field][0]["error"].get<std::string>() : "";
  }
};

TEST_F(SignUp, GivesATokenOfTheNewPerson) {
  auto const reply = ask(form());
  ASSERT_EQ(reply.status, 200) << reply.body;
  auto const token = json::parse(reply.body);
  EXPECT_EQ(token["token_type"], "Bearer");
  EXPECT_EQ(token["scope"], "read write follow push") << "what the application has";
  auto const info = json::parse(app.get("/oauth/token/info", token["access_token"].get<std::string>()).body);
  EXPECT_TRUE(info["resource_owner_id"].is_string());
}

TEST_F(SignUp, NamesEveryWrongField) {
  auto const reply = ask({{"username", "a b"}, {"email", "nope"}, {"password", "x"}, {"agreement", false}});
  ASSERT_EQ(reply.status, 422);
  EXPECT_EQ(code_of(reply, "username"), "ERR_INVALID");
  EXPECT_EQ(code_of(reply, "email"), "ERR_INVALID");
  EXPECT_EQ(code_of(reply, "password"), "ERR_TOO_SHORT");
  EXPECT_EQ(code_of(reply, "agreement"), "ERR_ACCEPTED");
  EXPECT_TRUE(json::parse(reply.body)["error"].get<std::string>().starts_with("Validation failed: Username "));
}

TEST_F(SignUp, RefusesTakenReservedAndLongNames) {
  app.local("ann");
  EXPECT_EQ(code_of(ask(form({{"username", "ANN"}})), "username"), "ERR_TAKEN");
  EXPECT_EQ(code_of(ask(form({{"email", "ann@EXAMPLE.org"}})), "email"), "ERR_TAKEN");
  EXPECT_EQ(code_of(ask(form({{"username", "Admin"}})), "username"), "ERR_RESERVED");
  EXPECT_EQ(code_of(ask(form({{"username", std::string(31, 'a')}})), "username"), "ERR_TOO_LONG");
  EXPECT_EQ(code_of(ask(form({{"username", ""}})), "username"), "ERR_BLANK");
}

TEST_F(SignUp, IsClosedWhereNobodyMayJoin) {
  set(store::Registrations::none);
  EXPECT_EQ(ask(form()).status, 403);
}

TEST_F(SignUp, WaitsForApprovalWhereThatIsWanted) {
  set(store::Registrations::approved);
  auto const reply = ask(form());
  ASSERT_EQ(reply.status, 200);
  auto const token = json::parse(reply.body)["access_token"].get<std::string>();
  auto const refused = app.get("/api/v1/timelines/home", token);
  if (refused.status != 404) {
    EXPECT_EQ(refused.status, 403) << refused.body;
  }
}

TEST_F(SignUp, IsForApplicationsNotForPeople) {
  EXPECT_EQ(app.post("/api/v1/accounts", app.local("ann").token, form().dump()).status, 403);
  EXPECT_EQ(app.post("/api/v1/accounts", {}, form().dump()).status, 401);
  EXPECT_EQ(app.post("/api/v1/accounts", app.application_token("read"), form().dump()).status, 403);
}

}  // namespace
}  // namespace dunlin::api::oauth
