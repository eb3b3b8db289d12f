#include "support/posting_test.hpp"

namespace dunlin {
namespace {

using nlohmann::json;

struct Markers : test::PostingTest {
  json set(std::string_view body) { return of_type("Markers", app.post("/api/v1/markers", ann.token, body)); }
  json get(std::string_view query, std::string_view token) {
    return of_type("Markers", app.get("/api/v1/markers" + std::string(query), token));
  }
};

TEST_F(Markers, TellHowFarOneHasRead) {
  auto const first = set(R"({"home": {"last_read_id": "103194548672408537"}})");
  EXPECT_EQ(first["home"]["last_read_id"], "103194548672408537");
  EXPECT_FALSE(first.contains("notifications"));
  auto const second = set(R"({"home": {"last_read_id": "7"}, "notifications": {"last_read_id": 9}})");
  EXPECT_EQ(second["home"]["version"], first["home"]["version"].get<int>() + 1);
  EXPECT_EQ(second["notifications"]["last_read_id"], "9");
  EXPECT_EQ(get("?timeline[]=home&timeline[]=notifications", ann.token), second);
  EXPECT_EQ(get("?timeline[]=home", ann.token).size(), 1U);
  EXPECT_EQ(get("?timeline=home", ann.token).size(), 1U);
  EXPECT_EQ(get("", ann.token).size(), 0U);
  EXPECT_EQ(get("?timeline[]=other", ann.token).size(), 0U);
  EXPECT_EQ(get("?timeline[]=home", bob.token).size(), 0U);
}

TEST_F(Markers, AreNumbers) {
  EXPECT_EQ(set(R"({"other": {"last_read_id": "7"}, "home": {}})").size(), 0U);
  EXPECT_EQ(app.post("/api/v1/markers", ann.token, R"({"home": {"last_read_id": "seven"}})").status, 422);
  EXPECT_EQ(app.get("/api/v1/markers", {}).status, 401);
}

}  // namespace
}  // namespace dunlin
