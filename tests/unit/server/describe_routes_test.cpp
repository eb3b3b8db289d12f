#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "dunlin/server/server.hpp"

namespace dunlin::server {
namespace {

TEST(ApiPage, ListsWhatIsServed) {
  std::ifstream in(std::string(DUNLIN_SOURCE_DIR) + "/docs/api.md");
  std::stringstream page;
  page << in.rdbuf();
  EXPECT_TRUE(page.str().contains("<!-- routes -->\n\n" + routes_as_markdown() + "\n<!-- end of routes -->"))
      << "docs/api.md is not what is served: run scripts/api-page";
}

}  // namespace
}  // namespace dunlin::server
