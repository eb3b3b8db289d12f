#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "support/test_app.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using test::Login;
using ::testing::HasSubstr;
using ::testing::SizeIs;

struct Credentials : test::AppTest {
  json update(std::string_view with, int status = 200) {
    auto const reply = app.patch("/api/v1/accounts/update_credentials", ann.token, with);
    EXPECT_EQ(reply.status, status) << reply.body;
    return json::parse(reply.body);
  }
  Login ann = app.local("ann"), bob = app.local("bob");
};

TEST_F(Credentials, TextsAreStoredAndShownAsHtml) {
  auto const account = update(R"({"display_name":"Ann <3","note":"Hi @bob\n#owls https://owl.test/a","bot":true,
    "discoverable":true,"indexable":true,"hide_collections":true})");
  EXPECT_EQ(account["display_name"], "Ann <3");
  EXPECT_EQ(account["source"]["note"], "Hi @bob\n#owls https://owl.test/a");
  auto const note = account["note"].get<std::string>();
  EXPECT_THAT(note, HasSubstr("https://dunlin.test/@bob"));
  EXPECT_THAT(note, HasSubstr("https://dunlin.test/tags/owls"));
  EXPECT_THAT(note, HasSubstr("https://owl.test/a"));
  EXPECT_TRUE(account["bot"] == true && account["discoverable"] == true && account["indexable"] == true);
  EXPECT_EQ(account["source"]["hide_collections"], true);
  // The answer is what everybody sees from now on.
  auto const shown = json::parse(app.get("/api/v1/accounts/" + to_string(ann.account.id)).body);
  EXPECT_EQ(shown["note"], account["note"]);
  EXPECT_EQ(json::parse(app.get("/api/v1/accounts/verify_credentials", ann.token).body), account);
}

TEST_F(Credentials, WhatIsAbsentStays) {
  update(R"({"display_name":"Ann","note":"Hi"})");
  auto const account = update(R"({"locked":true})");
  EXPECT_TRUE(account["display_name"] == "Ann" && account["source"]["note"] == "Hi" && account["locked"] == true);
  EXPECT_EQ(update(R"({"note":""})")["note"], "");
}

TEST_F(Credentials, FieldsComeInEveryForm) {
  auto account =
      update(R"({"fields_attributes":{"0":{"name":"Web","value":"https://ann.test"},"1":{"name":"","value":""}}})");
  ASSERT_THAT(account["fields"], SizeIs(1));
  EXPECT_THAT(account["fields"][0]["value"].get<std::string>(), HasSubstr("me"));
  EXPECT_EQ(account["source"]["fields"][0]["value"], "https://ann.test");
  EXPECT_EQ(account["fields"][0]["verified_at"], nullptr);
  account = update(R"({"fields_attributes":[{"name":"A","value":"1"},{"name":"B","value":"2"}]})");
  ASSERT_THAT(account["fields"], SizeIs(2));
  EXPECT_EQ(account["fields"][1]["name"], "B");
  auto const form = app.send(app.request("PATCH", "/api/v1/accounts/update_credentials", ann.token,
                                         "fields_attributes[0][name]=C&fields_attributes[0][value]=3",
                                         "application/x-www-form-urlencoded"));
  EXPECT_EQ(json::parse(form.body)["fields"][0]["name"], "C");
}

TEST_F(Credentials, DefaultsOfPostsAreKept) {
  auto const source =
      update(R"({"source":{"privacy":"private","sensitive":true,"language":"de","quote_policy":"nobody"}})")["source"];
  EXPECT_EQ(source["privacy"], "private");
  EXPECT_EQ(source["sensitive"], true);
  EXPECT_EQ(source["language"], "de");
  EXPECT_EQ(source["quote_policy"], "nobody");
  auto const preferences = json::parse(app.get("/api/v1/preferences", ann.token).body);
  EXPECT_EQ(preferences["posting:default:visibility"], "private");
  EXPECT_EQ(preferences["posting:default:quote_policy"], "nobody");
  EXPECT_EQ(update(R"({"source":{"language":""}})")["source"]["language"], nullptr);
}

TEST_F(Credentials, WhatIsTooLongIsRefusedWithDetailsAndChangesNothing) {
  auto const refused =
      update(json{{"display_name", std::string(31, 'x')}, {"note", std::string(501, 'x')}}.dump(), 422);
  EXPECT_THAT(refused["error"].get<std::string>(), HasSubstr("Validation failed: Display name is too long"));
  EXPECT_EQ(refused["details"]["display_name"][0]["error"], "ERR_TOO_LONG");
  EXPECT_EQ(refused["details"]["note"][0]["error"], "ERR_TOO_LONG");
  EXPECT_EQ(json::parse(app.get("/api/v1/accounts/verify_credentials", ann.token).body)["display_name"], "");
  update(json{{"display_name", std::string(30, 'x')}, {"note", std::string(500, 'x')}}.dump());

  json many{{"fields_attributes", json::array()}};
  for (int i = 0; i < 5; ++i) many["fields_attributes"].push_back({{"name", "n"}, {"value", "v"}});
  update(many.dump(), 422);
  update(json{{"fields_attributes", {{{"name", std::string(256, 'n')}, {"value", "v"}}}}}.dump(), 422);
  update(R"({"fields_attributes":[{"name":"","value":"v"}]})", 422);
  update(R"({"source":{"privacy":"everybody"}})", 422);
  update(R"({"source":{"quote_policy":"everybody"}})", 422);
  update(R"({"source":{"language":"a language"}})", 422);
}

TEST_F(Credentials, WrongTypesAndBrokenBodiesAreTheClientsFault) {
  EXPECT_EQ(app.patch("/api/v1/accounts/update_credentials", ann.token, "{broken").status, 400);
  update(R"({"display_name":{"a":1},"fields_attributes":"x","source":7})");
  EXPECT_EQ(app.patch("/api/v1/accounts/update_credentials", "", "{}").status, 401);
  EXPECT_EQ(app.patch("/api/v1/accounts/update_credentials", app.token(ann, "read"), "{}").status, 403);
}

TEST_F(Credentials, PicturesAreRefusedWithAReason) {
  auto const reply = app.send(app.request("PATCH", "/api/v1/accounts/update_credentials", ann.token,
                                          "--b\r\nContent-Disposition: form-data; name=\"avatar\"; "
                                          "filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nx\r\n"
                                          "--b--\r\n",
                                          "multipart/form-data; boundary=b"));
  EXPECT_EQ(reply.status, 422);
  EXPECT_TRUE(json::parse(reply.body)["details"].contains("avatar"));
}

TEST_F(Credentials, APictureCanBeTakenOff) {
  auto const cat = app.local("cat", "read write", [](Account& a) { a.avatar_url = "https://dunlin.test/cat.png"; });
  auto const account = json::parse(app.del("/api/v1/profile/avatar", cat.token).body);
  EXPECT_EQ(account["avatar"], "https://dunlin.test/avatars/original/missing.png");
}

}  // namespace
}  // namespace dunlin
