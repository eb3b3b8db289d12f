#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "support/test_app.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using test::Login;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct SearchApi : test::AppTest {
  json search(std::string const& query, std::string_view token) {
    auto const reply = app.get("/api/v2/search?" + query, token);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return json::parse(reply.body);
  }
  std::string post(std::string const& text) {
    return json::parse(app.post("/api/v1/statuses", ann.token, json{{"status", text}}.dump()).body)["id"];
  }
  Login ann = app.local("ann");
};

TEST_F(SearchApi, AlwaysHasAllFourLists) {
  auto const found = search("q=nothing-of-the-kind", ann.token);
  for (auto const* key : {"accounts", "statuses", "hashtags", "collections"}) EXPECT_THAT(found[key], IsEmpty());
}

TEST_F(SearchApi, FindsAccountsAndHashtags) {
  app.local("owlet");
  post("#Owls #owls are #owlish");
  auto const found = search("q=owl", ann.token);
  EXPECT_THAT(found["accounts"], SizeIs(1));
  ASSERT_THAT(found["hashtags"], SizeIs(2));
  EXPECT_EQ(found["hashtags"][0]["history"].size(), 7U);
  EXPECT_EQ(found["hashtags"][0]["history"][0]["uses"], "1");
  EXPECT_EQ(found["hashtags"][0]["following"], false);
  EXPECT_EQ(search("q=%23owls&type=hashtags", ann.token)["hashtags"][0]["name"], "owls");
  EXPECT_THAT(search("q=owl&type=accounts", ann.token)["hashtags"], IsEmpty());
  EXPECT_THAT(search("q=owl", {})["accounts"], SizeIs(1));  // without a login too
  EXPECT_FALSE(search("q=owl", {})["hashtags"][0].contains("following"));
  EXPECT_THAT(search("q=owl&type=hashtags&offset=1", ann.token)["hashtags"], SizeIs(1));
}

TEST_F(SearchApi, FindsAnAddressThatIsKnown) {
  auto const id = post("hello");
  auto const status = json::parse(app.get("/api/v1/statuses/" + id).body);
  for (auto const* key : {"url", "uri"}) {
    auto const found = search("resolve=true&q=" + status[key].get<std::string>(), ann.token);
    ASSERT_THAT(found["statuses"], SizeIs(1)) << key;
    EXPECT_EQ(found["statuses"][0]["id"], id);
  }
  auto const far = app.remote("far", "far.test");
  EXPECT_THAT(search("q=" + far.url, ann.token)["accounts"], SizeIs(1));
  EXPECT_THAT(search("q=" + far.uri, ann.token)["accounts"], SizeIs(1));
  EXPECT_THAT(search("q=https://dunlin.test/@ann", ann.token)["accounts"], SizeIs(1));
  EXPECT_THAT(search("q=https://dunlin.test/@nobody", ann.token)["accounts"], IsEmpty());
}

TEST_F(SearchApi, ShowsNoStatusThatTheViewerMayNotSee) {
  auto const reply = app.post("/api/v1/statuses", ann.token, R"({"status":"secret","visibility":"direct"})");
  auto const uri = json::parse(reply.body)["uri"].get<std::string>();
  EXPECT_THAT(search("q=" + uri, app.local("bob").token)["statuses"], IsEmpty());
  EXPECT_THAT(search("q=" + uri, ann.token)["statuses"], SizeIs(1));
}

TEST_F(SearchApi, RefusesWhatItCannotDo) {
  EXPECT_EQ(app.get("/api/v2/search", ann.token).status, 400);
  EXPECT_EQ(app.get("/api/v2/search?q=%20", ann.token).status, 400);
  EXPECT_EQ(app.get("/api/v2/search?q=a&limit=-1", ann.token).status, 400);
  EXPECT_EQ(app.get("/api/v2/search?q=a&offset=-1&type=accounts", ann.token).status, 400);
  EXPECT_EQ(app.get("/api/v2/search?q=a&resolve=true").status, 401);
  EXPECT_EQ(app.get("/api/v2/search?q=a&offset=5&type=accounts").status, 401);
  EXPECT_EQ(app.get("/api/v2/search?q=a&resolve=false").status, 200);
}

}  // namespace
}  // namespace dunlin
