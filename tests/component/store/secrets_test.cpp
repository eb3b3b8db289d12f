#include "dunlin/store/secrets.hpp"

#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "support/test_database.hpp"

using namespace dunlin;

namespace {

struct SecretsTest : ::testing::Test {
  test::TestDatabase database;
  db::Database db{{.conninfo = database.conninfo(), .threads = 2}};

  store::Secrets read(Secret const& configured = {}) {
    return db.transact_blocking([&](db::Tx& tx) { return store::read_or_make_secrets(tx, configured); });
  }
};

}  // namespace

TEST_F(SecretsTest, AreMadeOnceAndReadBackAsTheyWere) {
  auto const first = read();
  EXPECT_EQ(first.key.reveal().size(), 64U);
  EXPECT_EQ(crypto::from_base64url(first.vapid_private.reveal()).value_or("").size(), 32U);
  EXPECT_EQ(crypto::from_base64url(first.vapid_public).value_or("").size(), 65U);
  auto const second = read();
  EXPECT_EQ(second.key.reveal(), first.key.reveal());
  EXPECT_EQ(second.vapid_public, first.vapid_public);
  EXPECT_TRUE(second.instance_key.public_key().verify("text", first.instance_key.sign("text")));
}

TEST_F(SecretsTest, AConfiguredKeyTakesThePlaceOfTheStoredOne) {
  Secret const mine(std::string(64, 'k'));
  EXPECT_EQ(read(mine).key.reveal(), mine.reveal());
  EXPECT_NE(read().key.reveal(), mine.reveal());
}

TEST_F(SecretsTest, TwoProcessesStartingAtOnceAgree) {
  db::Database other({.conninfo = database.conninfo(), .threads = 2});
  // Both have seen an empty table before either writes.
  std::promise<void> mine_seen, theirs_seen;
  auto const start = [&](db::Database& on, std::promise<void>& seen, std::promise<void>& other_seen) {
    return on.transact_blocking([&](db::Tx& tx) {
      static constexpr db::Statement look{"test.look", "select 1 from secrets"};
      EXPECT_TRUE(tx.query(look).empty());
      seen.set_value();
      other_seen.get_future().wait();
      return store::read_or_make_secrets(tx, {});
    });
  };
  auto theirs = std::async(std::launch::async, [&] { return start(other, theirs_seen, mine_seen); });
  auto const ours = start(db, mine_seen, theirs_seen);
  auto const made = theirs.get();
  EXPECT_EQ(ours.key.reveal(), made.key.reveal());
  EXPECT_EQ(ours.vapid_private.reveal(), made.vapid_private.reveal());
  EXPECT_EQ(ours.vapid_public, made.vapid_public);
  EXPECT_EQ(ours.instance_key.public_key().der(), made.instance_key.public_key().der());
}
