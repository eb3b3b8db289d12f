#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "dunlin/platform/db/database.hpp"
#include "platform/db/connection.hpp"

namespace dunlin::test {

/// DUNLIN_TEST_DATABASE_URL and DUNLIN_TEST_REDIS_URL; throws std::runtime_error when unset, so that a component
/// test without its servers fails instead of passing unseen. scripts/with-services sets both.
std::string database_url();
std::string redis_url();

/// An empty, migrated database on the server of database_url(). The first of a program is cloned from a template
/// that is migrated once for all test programs of this version; in the destructor it is cleaned for the next, and
/// dropped with the program or where a test changed the schema. For the test's own thread.
class TestDatabase {
 public:
  TestDatabase();
  ~TestDatabase();
  TestDatabase(TestDatabase const&) = delete;

  /// As libpq takes it.
  std::string const& conninfo() const { return conninfo_; }

 private:
  std::string name_;
  std::string conninfo_;
};

/// The one that all StoreTests of this program share; dropped when the tests have run.
TestDatabase& shared_database();

/// A test of the store: `tx` is a transaction on the shared database that is rolled back afterwards, so tests
/// do not see each other. It runs on the test's own thread.
class StoreTest : public ::testing::Test {
 protected:
  StoreTest();
  ~StoreTest() override;

  /// Statements sent by `tx` so far, BEGIN not counted.
  std::int64_t statements() const { return pool_.statements; }

 private:
  db::Options options_;
  db::PoolState pool_;
  std::unique_ptr<db::Connection> connection_;

 protected:
  db::Tx tx;
  /// Sees what `tx` wrote as if that were committed long ago: nothing changed in this one.
  db::Tx reader;
};

/// A test of what commits: `db` is a pool on the shared database. Rows stay for the tests after it.
class PoolTest : public ::testing::Test {
 protected:
  PoolTest();
  db::Database db;
};

}  // namespace dunlin::test
