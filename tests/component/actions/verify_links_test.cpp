#include "dunlin/actions/verify_links.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "support/remote_server.hpp"
#include "support/test_app.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using test::RemoteServer;

struct VerifyLinks : ::testing::Test {
  json change(json const& fields) {
    auto const reply =
        app.patch("/api/v1/accounts/update_credentials", ann.token, json{{"fields_attributes", fields}}.dump());
    EXPECT_EQ(reply.status, 200) << reply.body;
    app.run_jobs();
    return json::parse(app.get("/api/v1/accounts/" + to_string(ann.account.id)).body)["fields"];
  }
  void put(std::string const& path, std::string const& html) { page.put(path, html, 200, "text/html; charset=utf-8"); }

  test::TestApp app{RemoteServer::allow};
  RemoteServer page;
  test::Login ann = app.local("ann");
};

TEST_F(VerifyLinks, APageThatLinksBackIsVerified) {
  put("/home", "<a rel=\"me\" href=\"" + ann.account.url + "\">me elsewhere</a>");
  auto const fields = change({{{"name", "Web"}, {"value", page.url("/home")}}});
  EXPECT_TRUE(fields[0]["verified_at"].is_string()) << fields;
}

TEST_F(VerifyLinks, AnyOtherIsNot) {
  put("/other", "<a rel=\"me\" href=\"https://dunlin.test/@bob\">somebody else</a>");
  put("/plain", "<a href=\"" + ann.account.url + "\">no word of me</a>");
  page.put("/text", "<a rel=\"me\" href=\"" + ann.account.url + "\">x</a>", 200, "text/plain");
  auto const fields = change({{{"name", "a"}, {"value", page.url("/other")}},
                              {{"name", "b"}, {"value", page.url("/plain")}},
                              {{"name", "c"}, {"value", page.url("/text")}},
                              {{"name", "d"}, {"value", "see " + page.url("/home")}}});
  for (auto const& field : fields) EXPECT_TRUE(field["verified_at"].is_null()) << field;
}

TEST_F(VerifyLinks, AChangedFieldIsLookedAtAnew) {
  put("/home", "<link rel=\"me\" href=\"" + ann.account.url + "/\">");
  put("/empty", "<p>nothing here</p>");
  EXPECT_TRUE(change({{{"name", "Web"}, {"value", page.url("/home")}}})[0]["verified_at"].is_string());
  EXPECT_TRUE(change({{{"name", "Web"}, {"value", page.url("/empty")}}})[0]["verified_at"].is_null());
  auto const fields = change({{{"name", "Home"}, {"value", page.url("/home")}}});
  EXPECT_TRUE(fields[0]["verified_at"].is_string()) << fields;
}

}  // namespace
}  // namespace dunlin
