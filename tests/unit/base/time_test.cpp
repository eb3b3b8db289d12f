#include "dunlin/base/time.hpp"

#include <gtest/gtest.h>

using namespace dunlin;
using namespace std::chrono_literals;

TEST(Time, IsWrittenWithMillisecondsAndZ) {
  Timestamp const when{1795389924123ms};
  EXPECT_EQ(iso8601(when), "2026-11-22T23:25:24.123Z");
  EXPECT_EQ(iso_date(when), "2026-11-22");
  EXPECT_EQ(http_date(when), "Sun, 22 Nov 2026 23:25:24 GMT");
}

TEST(Time, IsReadInEveryFormThatServersSend) {
  Timestamp const whole{1795389924000ms};
  for (auto const* text :
       {"2026-11-22T23:25:24Z", "2026-11-22T23:25:24.000Z", "2026-11-22T23:25:24+00:00", "2026-11-22T23:25:24+0000",
        "2026-11-23T01:25:24+02:00", "2026-11-22 23:25:24+00", "2026-11-22t20:25:24.0-0300", "2026-11-22T23:25:24"})
    EXPECT_EQ(parse_rfc3339(text), whole) << text;
  EXPECT_EQ(parse_rfc3339("2026-11-22T23:25:24.1239Z"), whole + 123ms);
}

TEST(Time, IsNotReadFromNonsense) {
  for (auto const* text :
       {"", "2026", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-22T24:00:00Z", "12026-11-22T00:00:00Z",
        "2026-11-22T23:25:24.Z", "2026-11-22T23:25:24+2", "yesterday", "2026-11-22T23:25:24Zx"})
    EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
}

TEST(Time, OfHttpIsReadOnlyInItsFixedForm) {
  EXPECT_EQ(parse_http_date("Sun, 22 Nov 2026 23:25:24 GMT"), Timestamp{1795389924000ms});
  for (auto const* text : {"", "Sunday, 22-Nov-26 23:25:24 GMT", "Sun, 22 Foo 2026 23:25:24 GMT",
                           "Sun, 32 Nov 2026 23:25:24 GMT", "Sun, 22 Nov 2026 23:25:24 UTC"})
    EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
}
