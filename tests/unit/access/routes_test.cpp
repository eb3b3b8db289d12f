#include "dunlin/access/routes.hpp"

#include <gtest/gtest.h>

namespace dunlin::access {
namespace {

Reply nothing(Call const&, db::Tx&) {
  return {};
}

class RoutesTest : public testing::Test {
 protected:
  RoutesTest() {
    for (auto const* path : {"/", "/api/v1/statuses/:id", "/api/v1/statuses/:id/context", "/api/v1/accounts/lookup",
                             "/api/v1/accounts/:id", "/api/v1/accounts/:account/statuses", "/@:name", "/@:name/:id",
                             "/users/:name", "/static/*file"})
      routes.get(path, nothing);
    routes.post("/api/v1/statuses", nothing, {.needs = "write:statuses"});
    routes.del("/api/v1/statuses/:status", nothing);
  }
  std::string found(std::string_view path, std::string_view method = "GET") {
    auto const match = routes.find(method, path);
    if (!match.row) return match.wrong_method ? "wrong method" : "nothing";
    auto text = match.row->path;
    for (auto const& [name, value] : match.path) text += " " + name + "=" + value;
    return text;
  }
  Routes routes;
};

TEST_F(RoutesTest, TheRootIsAPath) {
  EXPECT_EQ(found("/"), "/");
}

TEST_F(RoutesTest, LiteralsWinOverNames) {
  EXPECT_EQ(found("/api/v1/accounts/lookup"), "/api/v1/accounts/lookup");
  EXPECT_EQ(found("/api/v1/accounts/12"), "/api/v1/accounts/:id id=12");
}

TEST_F(RoutesTest, ALiteralThatLeadsNowhereFallsBackToTheName) {
  EXPECT_EQ(found("/api/v1/accounts/lookup/statuses"), "/api/v1/accounts/:account/statuses account=lookup");
}

TEST_F(RoutesTest, NamesBelongToTheRowNotToThePlace) {
  EXPECT_EQ(found("/api/v1/statuses/5"), "/api/v1/statuses/:id id=5");
  EXPECT_EQ(found("/api/v1/statuses/5", "DELETE"), "/api/v1/statuses/:status status=5");
}

TEST_F(RoutesTest, APrefixInASegmentIsCutOff) {
  EXPECT_EQ(found("/@ann"), "/@:name name=ann");
  EXPECT_EQ(found("/@ann@b.example/77"), "/@:name/:id name=ann@b.example id=77");
  EXPECT_EQ(found("/@"), "nothing");
}

TEST_F(RoutesTest, ARestTakesEverythingBelow) {
  EXPECT_EQ(found("/static/css/page.css"), "/static/*file file=css/page.css");
  EXPECT_EQ(found("/static"), "nothing");
}

TEST_F(RoutesTest, AKnownPathWithAnotherMethodIsToldApart) {
  EXPECT_EQ(found("/api/v1/statuses", "GET"), "wrong method");
  EXPECT_EQ(found("/api/v1/nothing", "GET"), "nothing");
}

TEST_F(RoutesTest, PathsOfManySegmentsAreNoRoutes) {
  std::string path;
  for (int i = 0; i < 5000; ++i) path += "/static";
  EXPECT_EQ(found(path), "nothing");
}

TEST_F(RoutesTest, TwoRowsForOnePathAreAMistake) {
  EXPECT_THROW(routes.get("/api/v1/statuses/:other", nothing), std::logic_error);
  EXPECT_THROW(routes.get("/x", nothing, {.needs = "reed"}), std::logic_error);
}

TEST_F(RoutesTest, TheScopesOfARowAreParsedOnce) {
  auto const match = routes.find("POST", "/api/v1/statuses");
  ASSERT_TRUE(match.row);
  EXPECT_TRUE(match.row->needs.intersects(*Scopes::parse("write")));
}

}  // namespace
}  // namespace dunlin::access
