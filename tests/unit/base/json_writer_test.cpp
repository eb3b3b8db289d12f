#include "dunlin/base/json_writer.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

using namespace dunlin;

TEST(JsonWriter, PutsCommasAndNests) {
  JsonWriter json;
  json.object([&] {
    json.member("id", Id<struct Any>{42});
    json.member("none", nullptr);
    json.member("yes", true);
    json.array_member("list", [&] {
      json.value(1);
      json.object([&] { json.member("half", 0.5); });
      json.array([] {});
    });
    json.member("maybe", std::optional<std::string>{});
    json.raw_members(R"("a":1,"b":2)");
    json.raw_members("");
    json.member("last", "x");
  });
  EXPECT_EQ(json.text(),
            R"({"id":"42","none":null,"yes":true,"list":[1,{"half":0.5},[]],"maybe":null,"a":1,"b":2,"last":"x"})");
}

TEST(JsonWriter, EscapesWhatJsonCannotCarry) {
  std::string every;
  for (int i = 0; i < 128; ++i) every += static_cast<char>(i);
  every += "é🐦\u2028";
  JsonWriter json;
  json.value(every);
  EXPECT_EQ(nlohmann::json::parse(json.text()).get<std::string>(), every);
}

TEST(JsonWriter, SplicesMembersIntoAnEmptyObject) {
  JsonWriter json;
  json.object([&] { json.raw_members(R"("a":1)"); });
  EXPECT_EQ(json.text(), R"({"a":1})");
}
