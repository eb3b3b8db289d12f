#include <gtest/gtest.h>

#include "component/web/browser.hpp"

namespace dunlin::web {
namespace {

using test::header;

class Pages : public test::AppTest {};

TEST_F(Pages, AllowNoScriptAndNoFrames) {
  for (auto const* path : {"/", "/about", "/auth/sign_in", "/nothing"}) {
    auto const policy = header(app.get(path), "Content-Security-Policy");
    EXPECT_TRUE(policy.starts_with("default-src 'none'; style-src 'self'")) << policy;
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos) << policy;
    EXPECT_EQ(policy.find("script-src"), std::string::npos) << policy;
  }
}

TEST_F(Pages, NameTheirStyleByItsHash) {
  auto const page = app.get("/").body;
  auto const at = page.find("/assets/page-");
  ASSERT_NE(at, std::string::npos);
  auto const style = app.get(page.substr(at, page.find('"', at) - at));
  EXPECT_EQ(style.status, 200);
  EXPECT_EQ(style.type, "text/css; charset=utf-8");
  EXPECT_NE(header(style, "Cache-Control").find("immutable"), std::string::npos);
  EXPECT_EQ(app.get("/assets/page-0000000000.css").status, 404);
}

TEST_F(Pages, ShowAProfileAndItsPosts) {
  auto const ann = app.local("ann", "read", [](Account& account) {
    account.display_name = "Ann <b>";
    account.note = SafeHtml::trusted("<p>Likes <em>mud</em></p>");
  });
  auto const page = app.get("/@ann");
  ASSERT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("Ann &lt;b&gt;"), std::string::npos);
  EXPECT_NE(page.body.find("<em>mud</em>"), std::string::npos);
  EXPECT_NE(page.body.find("@ann@dunlin.test"), std::string::npos);
  EXPECT_EQ(app.get("/@nobody").status, 404);
  EXPECT_EQ(app.get("/@ann/12345").status, 404);
}

TEST_F(Pages, SendWhoAsksForAnActivityToItsAddress) {
  auto const ann = app.local("ann");
  auto request = app.request("GET", "/@ann");
  request.headers.emplace_back("accept", "application/activity+json");
  auto const reply = app.send(request);
  EXPECT_EQ(reply.status, 302);
  EXPECT_EQ(header(reply, "Location"), ann.account.uri);
}

}  // namespace
}  // namespace dunlin::web
