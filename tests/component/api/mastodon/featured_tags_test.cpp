#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "support/test_app.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using test::Login;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct FeaturedTags : test::AppTest {
  json feature(std::string const& name, int status = 200) {
    auto const reply = app.post("/api/v1/featured_tags", ann.token, json{{"name", name}}.dump());
    EXPECT_EQ(reply.status, status) << reply.body;
    return json::parse(reply.body);
  }
  std::string write(std::string const& text, std::string const& visibility = "public") {
    auto const reply =
        app.post("/api/v1/statuses", ann.token, json{{"status", text}, {"visibility", visibility}}.dump());
    EXPECT_EQ(reply.status, 200) << reply.body;
    return json::parse(reply.body)["id"];
  }
  json list() { return json::parse(app.get("/api/v1/featured_tags", ann.token).body); }
  std::string count() { return list()[0]["statuses_count"]; }

  Login ann = app.local("ann"), bob = app.local("bob");
};

TEST_F(FeaturedTags, AreShownToEverybodyUntilTheyAreTakenOff) {
  auto const made = feature("#Owls");
  EXPECT_EQ(made["name"], "Owls");
  EXPECT_EQ(made["statuses_count"], "0");
  EXPECT_EQ(made["last_status_at"], nullptr);
  EXPECT_EQ(feature("owls")["id"], made["id"]) << "twice is once";
  auto const shown = json::parse(app.get("/api/v1/accounts/" + to_string(ann.account.id) + "/featured_tags").body);
  EXPECT_EQ(shown, json::array({made}));
  auto const one = "/api/v1/featured_tags/" + made["id"].get<std::string>();
  EXPECT_EQ(app.del(one, bob.token).status, 404);
  EXPECT_EQ(app.del(one, ann.token).status, 200);
  EXPECT_THAT(list(), IsEmpty());
  EXPECT_EQ(app.del(one, ann.token).status, 404);
}

TEST_F(FeaturedTags, AreRefusedWhenTheyAreNoneOrTooMany) {
  feature("", 422);
  feature("two words", 422);
  feature("123", 422);
  for (int i = 0; i < 10; ++i) feature("tag" + std::to_string(i));
  feature("tag10", 422);
}

TEST_F(FeaturedTags, CountTheOpenPostsThatHaveThem) {
  write("before #owls");
  feature("owls");
  EXPECT_EQ(count(), "1");
  auto const second = write("#Owls again", "unlisted");
  write("#owls for friends", "private");
  EXPECT_EQ(count(), "2");
  EXPECT_TRUE(list()[0]["last_status_at"].is_string());
  app.put("/api/v1/statuses/" + second, ann.token, R"({"status":"no more"})");
  EXPECT_EQ(count(), "1");
  app.put("/api/v1/statuses/" + second, ann.token, R"({"status":"once more #owls"})");
  EXPECT_EQ(count(), "2");
  app.del("/api/v1/statuses/" + second, ann.token);
  EXPECT_EQ(count(), "1");
}

TEST_F(FeaturedTags, AreKnownWhereTheHashtagIsShown) {
  auto const tag = [&](std::string const& verb) {
    auto const reply = app.post("/api/v1/tags/Owls/" + verb, ann.token);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return json::parse(reply.body);
  };
  EXPECT_EQ(tag("feature")["featuring"], true);
  EXPECT_EQ(tag("feature")["featuring"], true);
  EXPECT_EQ(list()[0]["name"], "Owls");
  EXPECT_EQ(json::parse(app.get("/api/v1/tags/owls", bob.token).body)["featuring"], false);
  EXPECT_EQ(tag("unfeature")["featuring"], false);
  EXPECT_THAT(list(), IsEmpty());
  EXPECT_EQ(app.post("/api/v1/tags/ravens/unfeature", ann.token).status, 404) << "nobody has used it yet";
}

TEST_F(FeaturedTags, AreSuggestedFromWhatOneWrites) {
  write("#owls #ravens");
  write("#owls");
  feature("ravens");
  auto const suggested = json::parse(app.get("/api/v1/featured_tags/suggestions", ann.token).body);
  ASSERT_THAT(suggested, SizeIs(1));
  EXPECT_EQ(suggested[0]["name"], "owls");
}

}  // namespace
}  // namespace dunlin
