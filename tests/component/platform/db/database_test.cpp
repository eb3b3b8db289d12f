#include "dunlin/platform/db/database.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <set>
#include <thread>

#include "dunlin/base/time.hpp"
#include "dunlin/platform/db/migrate.hpp"
#include "support/bare_app.hpp"
#include "support/test_database.hpp"

using namespace dunlin;
using namespace dunlin::db;

namespace {

constexpr Statement insert_sql{"test.insert", "insert into settings (name, value) values ($1, to_jsonb($2::text))"};
constexpr Statement count_sql{"test.count", "select count(*) from settings where name = $1"};
constexpr Statement kill_sql{"test.kill", "select pg_terminate_backend(pg_backend_pid())"};

class DatabaseTest : public test::PoolTest {
 protected:
  std::int64_t count(std::string const& name) {
    return db.read_blocking([&](Tx& tx) { return tx.query(count_sql, name)[0].get<std::int64_t>(0); });
  }
};

}  // namespace

TEST_F(DatabaseTest, CarriesEveryTypeThereAndBack) {
  std::vector<std::string> const texts{"plain", "a\"b", "c,d\\", "", "NULL", "{é}"};
  std::vector<std::int64_t> const numbers{1, -2, 9'007'199'254'740'993};
  Timestamp const when{std::chrono::milliseconds{1795389924123}};
  std::string const bytes("\0\x01z\xff", 4);
  constexpr Statement echo_sql{"test.echo",
                               "select $1::text[], $2::bigint[], $3::timestamptz, $4::bytea, $5::boolean, "
                               "$6::text, $7::double precision, $8::text[]"};
  db.read_blocking([&](Tx& tx) {
    auto const rows = tx.query(echo_sql, texts, numbers, when, Bytes{bytes}, true, std::optional<std::string>{}, 0.25,
                               std::vector<std::string>{});
    auto const row = rows[0];
    EXPECT_EQ(row.get<std::vector<std::string>>(0), texts);
    EXPECT_EQ(row.get<std::vector<std::int64_t>>(1), numbers);
    EXPECT_EQ(row.get<Timestamp>(2), when);
    EXPECT_EQ(from_bytea(row.text(3)), bytes);
    EXPECT_TRUE(row.get<bool>(4));
    EXPECT_TRUE(row.is_null(5));
    EXPECT_THROW(row.get<std::string>(5), std::logic_error);
    EXPECT_EQ(row.get<double>(6), 0.25);
    EXPECT_TRUE(row.get<std::vector<std::string>>(7).empty());
  });
}

TEST_F(DatabaseTest, CommitsWhatWasQueuedWithoutAnyoneWaitingForIt) {
  db.transact_blocking([](Tx& tx) { tx.execute(insert_sql, "queued", "1"); });
  EXPECT_EQ(count("queued"), 1);
}

TEST_F(DatabaseTest, RollsBackAllWhenOneStatementIsRefusedLate) {
  auto const twice = [](Tx& tx) {
    tx.execute(insert_sql, "twice", "1");
    tx.execute(insert_sql, "twice", "2");
  };
  try {
    db.transact_blocking(twice);
    FAIL() << "the second insert went through";
  } catch (UniqueViolation const& error) {
    EXPECT_EQ(error.constraint, "settings_pkey");
    EXPECT_EQ(std::string(error.what()).find("twice"), std::string::npos) << "an error must not show parameters";
  }
  EXPECT_EQ(count("twice"), 0);
}

TEST_F(DatabaseTest, RollsBackAndRethrowsWhatTheWorkThrows) {
  auto const work = [](Tx& tx) {
    tx.execute(insert_sql, "thrown", "1");
    tx.query(count_sql, "thrown");
    throw std::runtime_error("no");
  };
  EXPECT_THROW(db.transact_blocking(work), std::runtime_error);
  EXPECT_EQ(count("thrown"), 0);
}

TEST_F(DatabaseTest, GoesOnAfterARefusedStatement) {
  EXPECT_THROW(db.read_blocking([](Tx& tx) { tx.query({"test.wrong", "selec 1"}); }), Error);
  EXPECT_EQ(count("anything"), 0);
}

TEST_F(DatabaseTest, RunsATransactionAgainWhenItsConnectionDiedBeforeTheCommit) {
  int runs = 0;
  db.transact_blocking([&](Tx& tx) {
    tx.query(insert_sql, "survivor", "1");
    if (++runs == 1) tx.query(kill_sql);
  });
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(count("survivor"), 1);
}

TEST_F(DatabaseTest, SaysThatItIsUnavailableWhenTheConnectionBreaksAgain) {
  EXPECT_THROW(db.read_blocking([](Tx& tx) { tx.query(kill_sql); }), Unavailable);
}

TEST_F(DatabaseTest, TellsChangesOnlyAfterTheCommit) {
  std::atomic<int> told = 0;
  db.on_commit([&](std::span<Change const> changes) { told += static_cast<int>(changes.size()); });
  bool acted = false;
  auto const fails = [&](Tx& tx) {
    tx.changed("thing", "1");
    tx.after_commit([&] { acted = true; });
    tx.query({"test.wrong", "selec 1"});
  };
  EXPECT_THROW(db.transact_blocking(fails), Error);
  EXPECT_EQ(told, 0);
  EXPECT_FALSE(acted);
  db.transact_blocking([&](Tx& tx) {
    tx.changed("thing", "1");
    tx.changed("thing", "2");
    tx.after_commit([&] { acted = true; });
  });
  EXPECT_EQ(told, 2);
  EXPECT_TRUE(acted);
}

TEST_F(DatabaseTest, MakesDistinctIdsThatSortByTime) {
  Timestamp const when{std::chrono::milliseconds{1795389924123}};
  std::set<std::int64_t> ids;
  for (int batch = 0; batch < 3; ++batch)
    db.read_blocking([&](Tx& tx) {
      for (int i = 0; i < 300; ++i) ids.insert(tx.next_id<Id<struct Any>>(when).value);
    });
  EXPECT_EQ(ids.size(), 900U);
  for (auto const id : ids) EXPECT_EQ(id >> 16, when.time_since_epoch().count());
}

TEST_F(DatabaseTest, GivesIdsToOneTransactionWhileAnotherThatWantsSomeWaitsForItsRow) {
  constexpr Statement change_sql{"test.change", "update settings set value = to_jsonb($2::text) where name = $1"};
  constexpr Statement waiting_sql{"test.waiting", "select count(*) from pg_locks where not granted"};
  auto const use_up_a_block = [](Tx& tx) {
    for (int i = 0; i < 600; ++i) tx.next_id<Id<struct Any>>(Timestamp{std::chrono::milliseconds{1795389924123}});
  };
  db.transact_blocking([](Tx& tx) { tx.execute(insert_sql, "wanted", "0"); });
  std::promise<void> held;
  std::thread other([&] {
    held.get_future().wait();
    db.transact_blocking([&](Tx& tx) {
      tx.execute(change_sql, "wanted", "2");  // travels with the question for a block of ids, and waits there
      use_up_a_block(tx);
    });
  });
  db.transact_blocking([&](Tx& tx) {
    tx.query(change_sql, "wanted", "1");
    held.set_value();
    EXPECT_TRUE(test::eventually([&] { return tx.query(waiting_sql)[0].get<std::int64_t>(0) > 0; }));
    use_up_a_block(tx);
  });
  other.join();
  EXPECT_EQ(count("wanted"), 1);
}

TEST_F(DatabaseTest, KeepsOneThreadFreeForRequestsWhenJobsFloodIt) {
  // Jobs that wait for a lock nobody gives back until the request was answered.
  boost::asio::io_context io;
  std::promise<void> answered;
  auto const gate = answered.get_future().share();
  for (int i = 0; i < 50; ++i)
    boost::asio::co_spawn(io, db.read([gate](Tx&) { gate.wait(); }, Urgency::background), boost::asio::detached);
  std::thread runner([&] { io.run(); });
  EXPECT_EQ(count("anything"), 0);
  answered.set_value();
  runner.join();
}

TEST(Migrate, LeavesNothingToDoTheSecondTimeAndLetsTwoRunAtOnce) {
  test::TestDatabase database;
  EXPECT_TRUE(migrate(database.conninfo()).empty());
  db::Database pool({database.conninfo(), 1, true});
  pool.transact_blocking([](Tx& tx) {
    tx.execute({"test.drop", "drop schema public cascade"});
    tx.execute({"test.create", "create schema public"});
  });
  std::vector<std::string> first;
  std::vector<std::string> second;
  std::thread other([&] { second = migrate(database.conninfo()); });
  first = migrate(database.conninfo());
  other.join();
  EXPECT_EQ(first.size() + second.size(), migrations().size());
  EXPECT_TRUE(first.empty() || second.empty());
}

TEST(Migrate, RefusesADatabaseThatIsNewerThanTheProgram) {
  test::TestDatabase database;
  db::Database pool({database.conninfo(), 1, true});
  pool.transact_blocking(
      [](Tx& tx) { tx.execute({"test.future", "insert into migrations (name) values ('9999_future')"}); });
  EXPECT_THROW(migrate(database.conninfo()), Error);
}
