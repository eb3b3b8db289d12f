#include "dunlin/federation/vocabulary/node.hpp"

#include <gtest/gtest.h>

namespace dunlin::federation::vocabulary {
namespace {

TEST(Node, IsNotMadeOfHostileDocuments) {
  EXPECT_FALSE(parse(""));
  EXPECT_FALSE(parse(R"({"a":1,"a":2})"));
  EXPECT_FALSE(parse(R"({"a":{"@graph":[]}})"));
  EXPECT_FALSE(parse(R"({"@included":[]})"));
  EXPECT_FALSE(parse(R"({"x":{"@reverse":{}}})"));
  EXPECT_FALSE(parse("{\"a\":\"\xff\"}"));
  EXPECT_FALSE(parse(R"({"a":1} trailing)"));
  EXPECT_FALSE(parse(R"({"a":"\ud800"})"));
  EXPECT_FALSE(parse(std::string(65, '[') + std::string(65, ']')));
  EXPECT_TRUE(parse(std::string(64, '[') + std::string(64, ']')));
}

TEST(Node, CostsNoMoreThanItsLimitForManySmallValues) {
  std::string many = "[";
  for (int i = 0; i < 300'000; ++i) many += "0,";
  EXPECT_FALSE(parse(many + "0]"));
}

TEST(Node, AnswersForValuesListsAndObjectsAlike) {
  auto const root = *parse(R"({"one":"a","many":["b",{"id":"c"},null,7,["d"]],"object":{"id":"e","type":["x","Note"]},
                               "nul":"a\u0000b","no":null,"big":1e300,"n":12})");
  EXPECT_EQ(root["one"].reference(), "a");
  EXPECT_EQ(root["many"].reference(), "b");
  EXPECT_EQ(root["object"].reference(), "e");
  EXPECT_EQ(root["many"].references(10), (std::vector<std::string>{"b", "c"}));
  EXPECT_EQ(root["many"].references(1), (std::vector<std::string>{"b"}));
  EXPECT_TRUE(root["object"].has_type("Note"));
  EXPECT_EQ(root["object"].type(), "x");
  EXPECT_EQ(root["nul"].text(), "ab");
  EXPECT_TRUE(root["no"].items().empty());
  EXPECT_TRUE(root["missing"]["deeper"].nothing());
  EXPECT_EQ(root["big"].integer(), std::nullopt);
  EXPECT_EQ(root["n"].integer(), 12);
}

}  // namespace
}  // namespace dunlin::federation::vocabulary
