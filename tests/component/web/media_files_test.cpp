#include <gmock/gmock.h>

#include <algorithm>

#include "dunlin/media/storage.hpp"
#include "dunlin/platform/http/file_body.hpp"
#include "support/test_app.hpp"

namespace dunlin {
namespace {

struct MediaFiles : test::AppTest {
  MediaFiles() {
    app.wait([](App& a) -> awaitable<bool> {
      co_await a.storage.put("a/bc.png", "0123456789");
      co_return true;
    }(app.app()));
  }
  access::Reply ask(std::string_view header = {}, std::string_view value = {}) {
    auto request = app.request("GET", "/system/a/bc.png");
    if (!header.empty()) request.headers.emplace_back(header, value);
    return app.send(std::move(request));
  }
  static std::string body(access::Reply const& reply) { return reply.file ? reply.file->read(0, 100) : ""; }
  static std::string header(access::Reply const& reply, std::string_view name) {
    auto const at = std::ranges::find(reply.headers, name, [](auto const& pair) { return pair.first; });
    return at == reply.headers.end() ? std::string() : at->second;
  }
};

TEST_F(MediaFiles, AreServedWithTheirTypeForEver) {
  auto const reply = ask();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(body(reply), "0123456789");
  EXPECT_EQ(reply.type, "image/png");
  EXPECT_EQ(header(reply, "Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(header(reply, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(header(reply, "Accept-Ranges"), "bytes");
  EXPECT_EQ(ask("if-none-match", header(reply, "ETag")).status, 304);
}

TEST_F(MediaFiles, AreServedInParts) {
  auto const expect = [&](char const* asked, int status, std::string const& bytes, std::string const& range) {
    auto const reply = ask("range", asked);
    EXPECT_EQ(reply.status, status) << asked;
    EXPECT_EQ(body(reply), bytes) << asked;
    EXPECT_EQ(header(reply, "Content-Range"), range) << asked;
  };
  expect("bytes=2-4", 206, "234", "bytes 2-4/10");
  expect("bytes=7-", 206, "789", "bytes 7-9/10");
  expect("bytes=7-99", 206, "789", "bytes 7-9/10");
  expect("bytes=-3", 206, "789", "bytes 7-9/10");
  expect("bytes=-99", 206, "0123456789", "bytes 0-9/10");
  expect("bytes=10-", 416, "", "bytes */10");
  expect("bytes=-0", 416, "", "bytes */10");
  for (auto const* whole : {"bytes=4-2", "bytes=1-2,4-5", "pages=1-2", "bytes=x-", "bytes=-"})
    expect(whole, 200, "0123456789", "");
}

TEST_F(MediaFiles, LeadNowhereElse) {
  for (auto const* path : {"/system/a/none.png", "/system/../config.png", "/system/a/../../x.png", "/system//etc/x.png",
                           "/system/a", "/system/a/.hidden.png", "/system/a/bc.html", "/system/A/bc.png"})
    EXPECT_EQ(app.get(path).status, 404) << path;
}

}  // namespace
}  // namespace dunlin
