#include "dunlin/base/id.hpp"

#include <gtest/gtest.h>

using namespace dunlin;
using AnyId = Id<struct Any>;

TEST(Id, IsReadFromPlainDecimalDigitsOnly) {
  EXPECT_EQ(parse_id<AnyId>("117662788714168576"), AnyId{117662788714168576});
  EXPECT_EQ(parse_id<AnyId>("0"), AnyId{0});
  for (auto const* text : {"", "-1", "+1", " 1", "1 ", "1a", "0x1", "99999999999999999999", "１"})
    EXPECT_EQ(parse_id<AnyId>(text), std::nullopt) << text;
}
