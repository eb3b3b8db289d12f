#include "support/schema.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

namespace dunlin::test {
namespace {

nlohmann::json field() {
  return {{"name", "Home"}, {"value", "<p>here</p>"}, {"verified_at", nullptr}};
}

TEST(Schema, AcceptsWhatFits) {
  EXPECT_TRUE(schema_problems("AccountField", field()).empty());
  EXPECT_TRUE(schema_problems("Array<AccountField>", nlohmann::json::array({field(), field()})).empty());
}

TEST(Schema, NamesWhatIsMissing) {
  auto value = field();
  value.erase("value");
  EXPECT_EQ(schema_problems("AccountField", value), std::vector<std::string>{".: misses value"});
}

TEST(Schema, NamesAWrongTypeWithItsPlace) {
  auto value = field();
  value["name"] = 7;
  auto const problems = schema_problems("Array<AccountField>", nlohmann::json::array({value}));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0], R"([].name: must be "string", is 7)");
}

TEST(Schema, FollowsReferencesToOtherFiles) {
  nlohmann::json const status = {{"id", "1"}, {"account", {{"id", 1}}}};
  bool found = false;
  for (auto const& problem : schema_problems("Status", status)) found |= problem.starts_with(".account.id: must be");
  EXPECT_TRUE(found);
}

TEST(Schema, KnowsEveryTypeOfTheContract) {
  int files = 0;
  for (auto const& entry :
       std::filesystem::directory_iterator(std::string(DUNLIN_SOURCE_DIR) + "/tests/contract/schemas")) {
    auto const name = entry.path().filename().string();
    if (name.starts_with("_")) continue;
    EXPECT_NO_THROW(schema_problems(name.substr(0, name.find('.')), nlohmann::json::object())) << name;
    ++files;
  }
  EXPECT_GT(files, 100);
}

TEST(Schema, SaysWhenAnAnswerIsNoJson) {
  EXPECT_TRUE(misfit("Account", "<html>").starts_with("not JSON"));
}

}  // namespace
}  // namespace dunlin::test
