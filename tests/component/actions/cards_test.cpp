// Previews of pages that statuses link to.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "dunlin/store/accounts.hpp"
#include "support/posting_test.hpp"
#include "support/remote_server.hpp"

namespace dunlin::test {
namespace {

struct Cards : ::testing::Test {
  using json = nlohmann::json;
  RemoteServer site;
  TestApp app{RemoteServer::allow};
  Login ann = app.local("ann"), bob = app.local("bob");

  json post(Login const& who, std::string const& text) {
    app.clock().advance(std::chrono::seconds(1));
    return json::parse(app.post("/api/v1/statuses", who.token, json{{"status", text}}.dump()).body);
  }
  json card_of(json const& status) {
    auto const reply = app.get("/api/v1/statuses/" + status["id"].get<std::string>(), ann.token);
    EXPECT_EQ(misfit("Status", reply.body), "");
    return json::parse(reply.body)["card"];
  }
  json card_of_page(std::string const& head) {
    page("/page", head);
    auto const status = post(ann, "read " + site.url("/page"));
    app.run_jobs();
    return card_of(status);
  }
  void page(std::string const& path, std::string const& head, std::string const& type = "text/html; charset=utf-8") {
    site.put(path, "<!doctype html><html lang=\"de\"><head>" + head + "</head><body><p>x</p></body></html>", 200, type);
  }
  std::size_t reads_of(std::string const& path) {
    return static_cast<std::size_t>(std::ranges::count(site.gets(), path));
  }
};

TEST_F(Cards, AppearOnceThePageWasRead) {
  page("/page", "<title>A page</title>");
  auto const status = post(ann, "read " + site.url("/page"));
  EXPECT_EQ(card_of(status), nullptr);
  app.run_jobs();
  auto const card = card_of(status);
  EXPECT_EQ(card["title"], "A page");
  EXPECT_EQ(card["url"], site.url("/page"));
  EXPECT_EQ(card["type"], "link");
  EXPECT_EQ(card["language"], "de");
}

TEST_F(Cards, TellWhatOpenGraphTells) {
  auto const card = card_of_page(
      R"(<title>Plain</title><meta property="og:title" content="Title &amp; more"><meta property="og:description" )"
      R"(content="About it"><meta property="og:image" content="/picture.png"><meta property="og:image:alt" )"
      R"(content="A picture"><meta property="og:image:width" content="640"><meta property="og:image:height" )"
      R"(content="480"><meta property="og:site_name" content="The Site"><meta property="og:locale" content="en_US">)"
      R"(<meta name="author" content="Ida"><meta property="article:published_time" content="2026-01-02T03:04:05Z">)");
  EXPECT_EQ(card["title"], "Title & more");
  EXPECT_EQ(card["description"], "About it");
  auto const image = card["image"].get<std::string>();
  EXPECT_THAT(image, ::testing::HasSubstr("/media_proxy/"));
  EXPECT_EQ(PostingTest::header(app.get(image.substr(image.find("/media_proxy"))), "Location"),
            site.url("/picture.png"));
  EXPECT_EQ(card["image_description"], "A picture");
  EXPECT_EQ(card["width"], 640);
  EXPECT_EQ(card["provider_name"], "The Site");
  EXPECT_EQ(card["language"], "en");
  EXPECT_EQ(card["published_at"], "2026-01-02T03:04:05.000Z");
  ASSERT_EQ(card["authors"].size(), 1U);
  EXPECT_EQ(card["authors"][0]["name"], "Ida");
  EXPECT_EQ(card["authors"][0]["account"], nullptr);
}

TEST_F(Cards, ShowNoMarkupAndNoScriptOfThePage) {
  auto const card = card_of_page(R"(<script>"<title>wrong</title>"</script><title>&lt;b&gt;x&lt;/b&gt;</title>)"
                                 R"(<meta property="og:image" content="javascript:alert">)");
  EXPECT_EQ(card["title"], "<b>x</b>");
  EXPECT_EQ(card["image"], nullptr);
  EXPECT_EQ(card["html"], "");
}

TEST_F(Cards, UnderstandOtherEncodings) {
  page("/old", "<title>Gr\xFC\xDF Gott</title>", "text/html; charset=ISO-8859-1");
  auto const status = post(ann, site.url("/old"));
  app.run_jobs();
  EXPECT_EQ(card_of(status)["title"], "Grüß Gott");
}

TEST_F(Cards, EmbedFilmsInAFrameOfOurOwnWriting) {
  site.put("/oembed",
           json{{"type", "video"},
                {"title", "Film"},
                {"provider_name", "Films"},
                {"html", "<script>x</script><iframe onload=x src=\"https://films.test/1?a=1&amp;b=2\"></iframe>"},
                {"width", 480},
                {"height", "270"}}
               .dump(),
           200, "application/json");
  auto const card = card_of_page(R"(<link rel="alternate" type="application/json+oembed" href="/oembed">)");
  EXPECT_EQ(card["type"], "video");
  EXPECT_EQ(card["title"], "Film");
  auto const html = card["html"].get<std::string>();
  EXPECT_TRUE(html.starts_with("<iframe src=\"https://films.test/1?a=1&amp;b=2\" width=\"480\" height=\"270\""))
      << html;
  EXPECT_EQ(html.find("script>"), std::string::npos);
  EXPECT_EQ(html.find("onload"), std::string::npos);
}

TEST_F(Cards, ReadAPageOnceForAllWhoLinkToIt) {
  page("/page", "<title>A page</title>");
  auto const one = post(ann, site.url("/page")), two = post(bob, site.url("/page#part"));
  app.run_jobs();
  auto const three = post(bob, site.url("/page"));
  app.run_jobs();
  for (auto const& status : {one, two, three}) EXPECT_EQ(card_of(status)["title"], "A page");
  EXPECT_EQ(reads_of("/page"), 1U);
  app.clock().advance(std::chrono::days(15));
  page("/page", "<title>New</title>");
  post(bob, site.url("/page"));
  app.run_jobs();
  EXPECT_EQ(card_of(one)["title"], "New");
}

TEST_F(Cards, AreNotMadeOfWhatIsNoPage) {
  site.put("/file", "data", 200, "application/octet-stream");
  site.put("/gone", "no", 404, "text/html");
  auto const file = post(ann, site.url("/file")), gone = post(ann, site.url("/gone"));
  auto const ours = post(ann, "https://dunlin.test/@ann #tag @bob");
  app.run_jobs();
  for (auto const& status : {file, gone, ours}) EXPECT_EQ(card_of(status), nullptr);
}

TEST_F(Cards, FollowTheLinkOfAnEdit) {
  page("/one", "<title>One</title>");
  page("/two", "<title>Two</title>");
  auto const status = post(ann, site.url("/one"));
  app.run_jobs();
  auto const edit = [&](std::string const& text) {
    app.clock().advance(std::chrono::seconds(1));
    app.put("/api/v1/statuses/" + status["id"].get<std::string>(), ann.token, json{{"status", text}}.dump());
    app.run_jobs();
  };
  edit(site.url("/two"));
  EXPECT_EQ(card_of(status)["title"], "Two");
  edit("nothing");
  EXPECT_EQ(card_of(status), nullptr);
}

TEST_F(Cards, NameAnAuthorWhoAgrees) {
  auto const head = R"(<title>x</title><meta name="fediverse:creator" content="@bob@dunlin.test">)";
  EXPECT_EQ(card_of_page(head)["authors"], json::array());
  app.db().transact_blocking([&](db::Tx& tx) {
    auto account = *store::accounts::find(tx, bob.account.id);
    account.attribution_domains = {"localhost"};
    store::accounts::update(tx, account);
  });
  app.clock().advance(std::chrono::days(15));
  auto const authors = card_of_page(head)["authors"];
  ASSERT_EQ(authors.size(), 1U);
  EXPECT_EQ(authors[0]["account"]["username"], "bob");
}

}  // namespace
}  // namespace dunlin::test
