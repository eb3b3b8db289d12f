#include <gmock/gmock.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "dunlin/media/storage.hpp"
#include "support/pictures.hpp"
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

TEST_F(Credentials, PicturesAreKeptAndTheirFormerFilesGo) {
  auto const set = [&](std::string_view field, std::string const& picture, int status = 200) {
    auto const form = test::form_with(field, picture, std::string(field) + "_description=an owl");
    auto const reply =
        app.send(app.request("PATCH", "/api/v1/accounts/update_credentials", ann.token, form.body, form.type));
    EXPECT_EQ(reply.status, status) << reply.body;
    return json::parse(reply.body);
  };
  auto const file_of = [&](std::string const& url) {
    std::string const root = "https://dunlin.test/system/";
    EXPECT_THAT(url, ::testing::StartsWith(root));
    return app.stored_at(url.substr(root.size()));
  };
  auto const first = set("avatar", test::drawn_png(200, 200));
  EXPECT_EQ(first["avatar_description"], "an owl");
  EXPECT_EQ(app.get(first["avatar"].get<std::string>().substr(19)).status, 200);
  auto const second = set("avatar", test::drawn_png(300, 200));
  auto const header = set("header", test::drawn_png(300, 100));
  EXPECT_EQ(header["avatar"], second["avatar"]);
  app.run_jobs();
  EXPECT_FALSE(std::filesystem::exists(file_of(first["avatar"])));
  EXPECT_TRUE(std::filesystem::exists(file_of(second["avatar"])));

  EXPECT_THAT(json::parse(app.del("/api/v1/profile/header", ann.token).body)["header"].get<std::string>(),
              ::testing::EndsWith("missing.png"));
  app.run_jobs();
  EXPECT_FALSE(std::filesystem::exists(file_of(header["header"])));
  EXPECT_EQ(set("avatar", "no picture", 422)["details"]["avatar"][0]["error"], "ERR_INVALID");
  set("avatar", test::mp4(), 422);
  set("avatar", test::png(200, 200) + std::string(8 * 1024 * 1024, 'x'), 422);
}

TEST_F(Credentials, OtherAccountsOfOnesOwnAreNamed) {
  auto const far = app.remote("ann", "far.example");
  auto const set = [&](json const& names, int status = 200) {
    auto const reply = app.post("/api/v1/accounts/alias", ann.token, json{{"also_known_as_uris", names}}.dump());
    EXPECT_EQ(reply.status, status) << reply.body;
    return json::parse(reply.body);
  };
  EXPECT_EQ(set({"@ann@far.example"})["source"]["also_known_as_uris"], json({far.uri}));
  EXPECT_EQ(set({far.url, "bob@dunlin.test"})["source"]["also_known_as_uris"], json({far.uri, bob.account.uri}));
  set({"ann"}, 422);
  set({"nobody"}, 422);
  auto actor = app.request("GET", ann.account.uri.substr(std::string("https://dunlin.test").size()));
  actor.headers.emplace_back("accept", "application/activity+json");
  EXPECT_THAT(app.send(actor).body, HasSubstr(far.uri));
  EXPECT_EQ(set(json::array())["source"]["also_known_as_uris"], json::array());
}

TEST_F(Credentials, TheProfileIsShownAndChangedAsItIsEdited) {
  auto const ask = [&](std::string_view method, std::string_view body = {}) {
    auto const reply = app.send(app.request(method, "/api/v1/profile", ann.token, body));
    EXPECT_EQ(reply.status, 200) << reply.body;
    return json::parse(reply.body);
  };
  app.post("/api/v1/featured_tags", ann.token, R"({"name":"owls"})");
  auto const changed = ask("PUT", R"({"note":"Hi #owls","show_media":false,"show_featured":false,"bot":true,
    "fields_attributes":[{"name":"Web","value":"https://ann.test"}],"attribution_domains":["ann.test"]})");
  EXPECT_EQ(changed["note"], "Hi #owls");
  EXPECT_THAT(changed["formatted_note"].get<std::string>(), HasSubstr("<a href"));
  EXPECT_EQ(changed["fields"][0]["value"], "https://ann.test");
  EXPECT_THAT(changed["formatted_fields"][0]["value"].get<std::string>(), HasSubstr("<a href"));
  EXPECT_EQ(changed["avatar"], nullptr);
  EXPECT_TRUE(changed["show_media"] == false && changed["show_media_replies"] == true && changed["bot"] == true);
  EXPECT_EQ(changed["featured_tags"][0]["name"], "owls");
  EXPECT_EQ(ask("GET"), changed);
  EXPECT_EQ(ask("PATCH", R"({"show_media":true})")["show_media"], true);
  auto const shown = json::parse(app.get("/api/v1/accounts/" + to_string(ann.account.id)).body);
  EXPECT_TRUE(shown["show_media"] == true && shown["show_featured"] == false);
}

TEST_F(Credentials, APictureCanBeTakenOff) {
  auto const cat = app.local("cat", "read write", [](Account& a) { a.avatar_url = "https://dunlin.test/cat.png"; });
  auto const account = json::parse(app.del("/api/v1/profile/avatar", cat.token).body);
  EXPECT_EQ(account["avatar"], "https://dunlin.test/avatars/original/missing.png");
}

}  // namespace
}  // namespace dunlin
