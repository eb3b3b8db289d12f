// Posts for other websites to show.
#include <gtest/gtest.h>

#include <string>

#include "support/posting_test.hpp"

namespace dunlin::test {
namespace {

struct OEmbed : PostingTest {
  std::string address(json const& status, std::string const& more = {}) {
    return "/api/oembed?url=" + status["url"].get<std::string>() + more;
  }
};

TEST_F(OEmbed, ShowsAPostInAFrame) {
  auto const status = post(ann, "Hello");
  auto const shown = of_type("OEmbed", app.get(address(status)));
  EXPECT_EQ(shown["type"], "rich");
  EXPECT_EQ(shown["width"], 400);
  EXPECT_EQ(shown["height"], nullptr);
  EXPECT_NE(shown["html"].get<std::string>().find(status["url"].get<std::string>() + "/embed"), std::string::npos);
  EXPECT_EQ(of_type("OEmbed", app.get(address(status, "&maxwidth=300&maxheight=200")))["height"], 200);
  EXPECT_EQ(of_type("OEmbed", app.get("/api/web/embeds/" + status["id"].get<std::string>()))["width"], 400);
}

TEST_F(OEmbed, FrameHoldsThePostAndMayStandAnywhere) {
  auto const status = post(ann, "Hello <b>you</b>");
  auto const page = app.get("/@ann/" + status["id"].get<std::string>() + "/embed");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("Hello &lt;b&gt;you"), std::string::npos);
  EXPECT_EQ(page.body.find("<script"), std::string::npos);
  EXPECT_NE(header(page, "Content-Security-Policy").find("frame-ancestors *"), std::string::npos);
  EXPECT_NE(header(page, "X-Frame-Options"), "DENY");
}

TEST_F(OEmbed, TellsNothingOfWhatStrangersDoNotSee) {
  for (auto const* visibility : {"private", "direct"}) {
    auto const secret = post(ann, json{{"status", "secret"}, {"visibility", visibility}});
    auto const id = secret["id"].get<std::string>();
    error(app.get(address(secret)), 404);
    error(app.get(address(secret), ann.token), 404);
    error(app.get("/api/web/embeds/" + id, ann.token), 404);
    EXPECT_EQ(app.get("/@ann/" + id + "/embed").status, 404);
  }
  error(app.get(address(post(ann, json{{"status", "here"}, {"local_only", true}}))), 404);
  error(app.get("/api/oembed?url=https://elsewhere.test/@ann/1"), 404);
  error(app.get("/api/oembed?url=nonsense"), 404);
  error(app.get("/api/oembed"), 400);
}

}  // namespace
}  // namespace dunlin::test
