// That the contract is served whole, and that what is served is held against the contract.
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include "server/routes.hpp"
#include "support/answered.hpp"

namespace dunlin::test {
namespace {

struct Line {
  std::string method, path, group;
  int tier = 0;
};

/// tests/contract/endpoints.tsv: what clients of the API may ask.
std::vector<Line> contract() {
  std::ifstream in(std::string(DUNLIN_SOURCE_DIR) + "/tests/contract/endpoints.tsv");
  std::vector<Line> lines;
  std::string text;
  std::getline(in, text);  // the names of the columns
  while (std::getline(in, text)) {
    std::vector<std::string> cells;
    for (std::size_t from = 0, to = 0; to != std::string::npos; from = to + 1) {
      to = text.find('\t', from);
      cells.push_back(text.substr(from, to - from));
    }
    if (cells.size() >= 9) lines.push_back({cells[0], cells[1], cells[5], std::stoi(cells[8])});
  }
  return lines;
}

TEST(Coverage, EveryRowOfTheContractHasARoute) {
  access::Routes routes;
  server::add_routes(routes);
  auto const lines = contract();
  ASSERT_GT(lines.size(), 200U);
  for (auto const& line : lines) {
    if (line.tier > 2) continue;
    auto const path = std::regex_replace(line.path, std::regex(":[a-z_]+"), "1");
    EXPECT_NE(routes.find(line.method, path).row, nullptr) << line.method << " " << line.path << " has no route";
  }
}

/// Looks when all has run: a test alone cannot know what the others asked.
class EveryRouteAnswered : public ::testing::Environment {
 public:
  void TearDown() override {
    auto const& tests = *::testing::UnitTest::GetInstance();
    if (tests.test_to_run_count() != tests.total_test_count()) return;  // a part of the tests shows nothing
    access::Routes routes;
    server::add_routes(routes);
    for (auto const& row : routes.rows()) {
      if (!row.path.starts_with("/api/")) continue;
      auto const name = row.method + " " + row.path;
      EXPECT_TRUE(answered_rows().contains(name)) << name << " answers to no test in tests/contract/";
    }
  }
};

[[maybe_unused]] auto* const every_route_answered =
    ::testing::AddGlobalTestEnvironment(new EveryRouteAnswered);  // gtest deletes it

}  // namespace
}  // namespace dunlin::test
