#include <gtest/gtest.h>

#include "component/web/browser.hpp"

namespace dunlin::web {
namespace {

using test::header;

class TimelineApp : public test::AppTest {};

TEST_F(TimelineApp, RunsOnlyItsOwnScriptWhereItWasBuiltIn) {
  auto const page = app.get("/app");
  // Built without web/dist the server has its pages alone; tests/browser walks the app itself.
  if (page.status == 404) return;
  auto const policy = header(page, "Content-Security-Policy");
  EXPECT_TRUE(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'")) << policy;
  EXPECT_EQ(policy.find("unsafe"), std::string::npos) << policy;
  EXPECT_EQ(app.get("/app/@ann/5").body, page.body);
  EXPECT_EQ(header(page, "Cache-Control"), "no-cache");
}

TEST_F(TimelineApp, HasNoPageForAFileThatIsGone) {
  EXPECT_EQ(app.get("/app/assets/index-00000000.js").status, 404);
}

}  // namespace
}  // namespace dunlin::web
