#include "dunlin/actions/translation.hpp"

#include "support/posting_test.hpp"
#include "support/translation_service.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

struct TranslationTest : ::testing::Test {
  test::TranslationService service;
  test::TestApp app{[this](config::Config& config) {
    config.libre_translate_endpoint = service.endpoint();
    config.libre_translate_key = Secret("key");
    config.allowed_private_addresses = {};
  }};
  test::Login ann = app.local("ann"), bob = app.local("bob");

  json post(json const& draft) { return json::parse(app.post("/api/v1/statuses", ann.token, draft.dump()).body); }
  access::Reply translate(json const& status, std::string const& lang = "de") {
    return app.post("/api/v1/statuses/" + status["id"].get<std::string>() + "/translate", bob.token,
                    json{{"lang", lang}}.dump());
  }
};

TEST_F(TranslationTest, AStatusIsTranslatedWithAllItSays) {
  auto const status = post({{"status", "hello & <you>"},
                            {"spoiler_text", "a \"warning\""},
                            {"language", "en"},
                            {"poll", {{"options", {"yes", "no"}}, {"expires_in", 600}}}});
  auto const reply = translate(status);
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(test::misfit("Translation", reply.body), "");
  auto const said = json::parse(reply.body);
  EXPECT_THAT(said["content"].get<std::string>(), HasSubstr("<p>hello &amp; &lt;you&gt;</p>"));
  EXPECT_THAT(said["content"].get<std::string>(), Not(HasSubstr("script")));
  EXPECT_EQ(said["spoiler_text"], "a \"warning\" DE");
  EXPECT_EQ(said["poll"]["id"], status["poll"]["id"]);
  EXPECT_EQ(said["poll"]["options"][1]["title"], "no DE");
  EXPECT_EQ(said["language"], "de");
  EXPECT_EQ(said["detected_source_language"], "en");
  EXPECT_EQ(service.asked["source"], "en");
  EXPECT_EQ(service.asked["format"], "html");
  EXPECT_EQ(service.asked["api_key"], "key");
}

TEST_F(TranslationTest, ItsAnswerIsKept) {
  auto const status = post({{"status", "hello"}, {"language", "en"}});
  auto const first = translate(status);
  EXPECT_EQ(translate(status).body, first.body);
  EXPECT_EQ(service.translations, 1);
  app.put("/api/v1/statuses/" + status["id"].get<std::string>(), ann.token, R"({"status": "another"})");
  EXPECT_THAT(translate(status).body, HasSubstr("another"));
  EXPECT_EQ(service.translations, 2);
}

TEST_F(TranslationTest, WhatMayNotBeTranslatedIsForbidden) {
  auto const open = post({{"status", "hello"}, {"language", "en"}});
  EXPECT_EQ(translate(open, "fr").status, 403);
  EXPECT_EQ(translate(open, "en").status, 403);
  EXPECT_EQ(translate(post({{"status", "x"}, {"language", "fr"}})).status, 403);
  EXPECT_EQ(translate(post({{"status", "@bob x"}, {"language", "en"}, {"visibility", "direct"}})).status, 403);
  EXPECT_EQ(translate(post({{"status", "x"}, {"language", "en"}, {"visibility", "private"}})).status, 404);
  EXPECT_EQ(translate({{"id", "1"}}).status, 404);
  EXPECT_EQ(service.translations, 0);
}

TEST_F(TranslationTest, RegionsCountWhereTheServiceKnowsThem) {
  EXPECT_EQ(translate(post({{"status", "hello"}, {"language", "en-GB"}}), "de-AT").status, 200);
  EXPECT_EQ(service.asked["target"], "de");
}

TEST_F(TranslationTest, AServiceThatFailsIsUnavailable) {
  auto const status = post({{"status", "hello"}, {"language", "en"}});
  for (int const failure : {500, 429, 403}) {
    service.status = failure;
    auto const reply = translate(status);
    EXPECT_EQ(reply.status, 503) << failure;
    EXPECT_EQ(test::misfit("Error", reply.body), "");
  }
  service.status = 200;
  EXPECT_EQ(translate(status).status, 200);
}

TEST_F(TranslationTest, LanguagesAreListed) {
  auto const reply = app.get("/api/v1/instance/translation_languages");
  EXPECT_EQ(test::misfit("TranslationLanguages", reply.body), "");
  EXPECT_EQ(json::parse(reply.body), json::parse(R"({"de": ["en"], "en": ["de"], "und": ["de", "en"]})"));
  EXPECT_EQ(json::parse(app.get("/api/v2/instance").body)["configuration"]["translation"]["enabled"], true);
}

struct WithoutTranslation : test::PostingTest {};

TEST_F(WithoutTranslation, NothingIsTranslated) {
  auto const status = post(ann, "hello");
  auto const reply = app.post(path(status, "/translate"), bob.token, R"({"lang": "de"})");
  EXPECT_EQ(error(reply, 403), "This action is not allowed");
  EXPECT_EQ(app.get("/api/v1/instance/translation_languages").body, "{}");
  EXPECT_EQ(json::parse(app.get("/api/v2/instance").body)["configuration"]["translation"]["enabled"], false);
}

}  // namespace
}  // namespace dunlin
