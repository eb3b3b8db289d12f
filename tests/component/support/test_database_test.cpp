#include "support/test_database.hpp"

#include <gtest/gtest.h>

namespace dunlin::test {
namespace {

constexpr db::Statement insert_sql{"test.insert_setting", "insert into settings (name, value) values ($1, 'true')"};
constexpr db::Statement count_sql{"test.count_settings", "select count(*) from settings where name = $1"};

class Store : public StoreTest {};

// Twice the same: the second would see the first one's row if it were not rolled back.
TEST_F(Store, TestStartsWithoutRowsOfTheTestBefore) {
  EXPECT_EQ(tx.query(count_sql, "a row of a test")[0].get<std::int64_t>(0), 0);
  tx.execute(insert_sql, "a row of a test");
  EXPECT_EQ(tx.query(count_sql, "a row of a test")[0].get<std::int64_t>(0), 1);
}
TEST_F(Store, TestLeavesNoRowsToTheTestAfter) {
  EXPECT_EQ(tx.query(count_sql, "a row of a test")[0].get<std::int64_t>(0), 0);
  tx.execute(insert_sql, "a row of a test");
  EXPECT_EQ(tx.query(count_sql, "a row of a test")[0].get<std::int64_t>(0), 1);
}

TEST_F(Store, TestCountsItsStatements) {
  auto const before = statements();
  tx.query(count_sql, "one");
  tx.query(count_sql, "two");
  EXPECT_EQ(statements() - before, 2);
}

class Pool : public PoolTest {};

TEST_F(Pool, CommitsToTheSharedDatabase) {
  db.transact_blocking([&](db::Tx& tx) { tx.execute(insert_sql, "committed"); });
  EXPECT_EQ(db.read_blocking([&](db::Tx& tx) { return tx.query(count_sql, "committed")[0].get<std::int64_t>(0); }), 1);
}

TEST(FreshDatabase, IsEmptyAndApartFromTheShared) {
  TestDatabase fresh;
  db::Database db(db::Options{.conninfo = fresh.conninfo(), .threads = 1});
  EXPECT_EQ(db.read_blocking([&](db::Tx& tx) { return tx.query(count_sql, "committed")[0].get<std::int64_t>(0); }), 0);
}

}  // namespace
}  // namespace dunlin::test
