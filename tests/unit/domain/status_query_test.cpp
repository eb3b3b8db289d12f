#include "dunlin/domain/status_query.hpp"

#include <gtest/gtest.h>

#include <string>

namespace dunlin {
namespace {

using Kind = Condition::Kind;
using namespace std::chrono;

TEST(StatusQueries, ReadWordsPhrasesAndExclusions) {
  auto const query = parse_status_query(R"(Hello "two words" -not -"nor this")");
  ASSERT_EQ(query.conditions.size(), 4U);
  EXPECT_EQ(query.conditions[0].words.at(0).text, "hello");
  EXPECT_EQ(query.conditions[1].words.size(), 2U);
  EXPECT_FALSE(query.conditions[1].negated);
  EXPECT_TRUE(query.conditions[2].negated);
  EXPECT_TRUE(query.conditions[3].negated);
  EXPECT_EQ(query.conditions[3].words.size(), 2U);
}

TEST(StatusQueries, ReadOperators) {
  auto const query = parse_status_query("from:@ann@far.test -has:image is:reply language:DE in:library x");
  ASSERT_EQ(query.conditions.size(), 5U);
  EXPECT_EQ(query.conditions[0].kind, Kind::from);
  EXPECT_EQ(query.conditions[0].value, "@ann@far.test");
  EXPECT_EQ(query.conditions[1].kind, Kind::has);
  EXPECT_TRUE(query.conditions[1].negated);
  EXPECT_EQ(query.conditions[2].value, "reply");
  EXPECT_EQ(query.conditions[3].value, "de");
  EXPECT_EQ(query.scope, StatusQuery::Scope::library);
}

TEST(StatusQueries, ReadDays) {
  auto const query = parse_status_query("after:2024-02-28 before:2024-03-10");
  EXPECT_EQ(query.from_day, sys_days(2024y / February / 29));
  EXPECT_EQ(query.to_day, sys_days(2024y / March / 10));
  auto const one = parse_status_query("during:\"2024-05-01\"");
  EXPECT_EQ(*one.to_day - *one.from_day, days(1));
  EXPECT_FALSE(one.empty());
}

TEST(StatusQueries, TakeWhatIsNoOperatorForWords) {
  auto const query = parse_status_query("before:tomorrow in:paris https://a.test/x note: -");
  EXPECT_FALSE(query.to_day);
  EXPECT_EQ(query.scope, StatusQuery::Scope::all);
  EXPECT_EQ(query.conditions.at(0).words.size(), 2U);
  EXPECT_TRUE(parse_status_query("  \"\" - ").empty());
}

}  // namespace
}  // namespace dunlin
