#include "dunlin/platform/log/log.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "platform/log/printable.hpp"

using namespace dunlin;

namespace {

/// What the body writes to standard error.
std::string written(std::string_view level, bool json, auto body) {
  log::configure(level, json);
  testing::internal::CaptureStderr();
  body();
  log::flush();
  auto text = testing::internal::GetCapturedStderr();
  log::configure("info", false);
  return text;
}

log::Access const request{.method = "GET",
                          .path = "/api/v1/statuses/1",
                          .route = "/api/v1/statuses/:id",
                          .address = "192.0.2.7",
                          .id = "f00d",
                          .status = 200,
                          .bytes = 1234,
                          .milliseconds = 1.5};

}  // namespace

TEST(Log, TextLinesHaveTimeLevelAndMessage) {
  auto const text = written("info", false, [] { log::warn("{} of {}\n", 3, 4); });
  EXPECT_TRUE(text.ends_with("Z warning 3 of 4\n")) << text;
  EXPECT_EQ(text[10], 'T');
}

TEST(Log, JsonLinesParse) {
  auto const text = written("info", true, [] { log::error("say \"{}\"\nand \x01\xff", "no"); });
  auto const line = nlohmann::json::parse(text);
  EXPECT_EQ(line["level"], "error");
  EXPECT_EQ(line["message"], "say \"no\"\\x0aand \\x01\\xff");
}

TEST(Log, NothingBelowItsLevelIsWritten) {
  EXPECT_EQ(written("warn", false,
                    [] {
                      log::debug("a");
                      log::info("b");
                      log::access(request);
                    }),
            "");
  EXPECT_FALSE(log::enabled(log::Level::debug));
}

TEST(Log, AnAccessLineTellsTheRequestId) {
  auto const text = written("info", false, [] { log::access(request); });
  EXPECT_NE(text.find("GET /api/v1/statuses/1 200 1234 B 1.500 ms 192.0.2.7 f00d\n"), std::string::npos) << text;
  auto const line = nlohmann::json::parse(written("info", true, [] { log::access(request); }));
  EXPECT_EQ(line["request_id"], "f00d");
  EXPECT_EQ(line["route"], "/api/v1/statuses/:id");
  EXPECT_EQ(line["ms"], 1.5);
  EXPECT_EQ(line["bytes"], 1234);
}

TEST(Log, ARequestCannotForgeALine) {
  auto forged = request;
  forged.path = "/a\n2026-01-01 error all is lost";
  auto const text = written("info", false, [&] { log::access(forged); });
  EXPECT_EQ(std::ranges::count(text, '\n'), 1) << text;
}

TEST(Printable, KeepsTextAndEscapesTheRest) {
  EXPECT_EQ(log::printable("día 🐦 日本"), "día 🐦 日本");
  EXPECT_EQ(log::printable("a\tb\x7f"), "a\\x09b\\x7f");
  // Overlong, surrogate, cut off, out of range.
  EXPECT_EQ(log::printable("\xC0\xAF"), "\\xc0\\xaf");
  EXPECT_EQ(log::printable("\xED\xA0\x80"), "\\xed\\xa0\\x80");
  EXPECT_EQ(log::printable("\xE2\x82"), "\\xe2\\x82");
  EXPECT_EQ(log::printable("\xF5\x80\x80\x80"), "\\xf5\\x80\\x80\\x80");
}
