#include "dunlin/store/deliveries.hpp"

#include "dunlin/store/instances.hpp"
#include "support/test_database.hpp"

namespace dunlin::test {
namespace {

namespace deliveries = store::deliveries;
using deliveries::State;

struct Deliveries : StoreTest {
  Timestamp const now = std::chrono::floor<Duration>(std::chrono::system_clock::now());

  void SetUp() override {
    StoreTest::SetUp();
    constexpr db::Statement jobs_sql{"test.jobs", R"sql(
      insert into jobs (id, kind, payload, host, ready, run_at, attempts, last_error, claimed_by) values
        (101, 'deliver', '7 https://a.example/inbox', 'a.example', true, $1, 0, '', null),
        (102, 'deliver', '7 https://b.example/inbox', 'b.example', false, $1::timestamptz + interval '1 hour', 3, 'status 500', null),
        (103, 'deliver_bulk', '8 https://a.example/inbox', 'a.example', false, $1, 1, '', 4),
        (104, 'distribute', '9', '', true, $1, 0, '', null)
    )sql"};
    constexpr db::Statement records_sql{"test.records", R"sql(
      insert into job_records (id, kind, payload, host, attempts, good, cause, created_at, ended_at) values
        (11, 'deliver', '5 https://a.example/inbox', 'a.example', 1, true, '', $1, $1),
        (12, 'deliver', '5 https://b.example/users/x/inbox', 'b.example', 2, false, 'status 404', $1, $1)
    )sql"};
    tx.execute(jobs_sql, now);
    tx.execute(records_sql, now);
  }
};

TEST_F(Deliveries, AreListedNewestFirstWithWhatBecameOfThem) {
  auto const all = deliveries::list(tx, {}, {.limit = 40});
  ASSERT_EQ(all.size(), 5u);
  EXPECT_EQ(all[0].state, State::under_way);
  EXPECT_TRUE(all[0].bulk);
  EXPECT_EQ(all[1].state, State::put_off);
  EXPECT_EQ(all[1].inbox, "https://b.example/inbox");
  EXPECT_EQ(all[1].attempts, 3);
  EXPECT_EQ(all[1].cause, "status 500");
  EXPECT_EQ(all[1].next_try, now + std::chrono::hours(1));
  EXPECT_EQ(all[2].state, State::waiting);
  EXPECT_EQ(all[3].state, State::failed);
  EXPECT_EQ(all[3].cause, "status 404");
  EXPECT_EQ(all[4].state, State::delivered);
  EXPECT_EQ(all[4].ended_at, now);
}

TEST_F(Deliveries, AreListedByHostStateAndPage) {
  EXPECT_EQ(deliveries::list(tx, {.host = "a.example", .state = {}}, {.limit = 40}).size(), 3u);
  EXPECT_EQ(deliveries::list(tx, {.host = {}, .state = State::failed}, {.limit = 40}).size(), 1u);
  auto const page = deliveries::list(tx, {}, {.max_id = 103, .limit = 2});
  ASSERT_EQ(page.size(), 2u);
  EXPECT_EQ(page[0].id, 102);
}

TEST_F(Deliveries, AreCountedByHostTheWorstFirst) {
  store::instances::note_failure(tx, "b.example", now, now + std::chrono::minutes(5));
  auto const hosts = deliveries::by_host(tx, 10);
  ASSERT_EQ(hosts.size(), 2u);
  EXPECT_EQ(hosts[0].host, "b.example");
  EXPECT_EQ(hosts[0].put_off, 1);
  EXPECT_EQ(hosts[0].failed, 1);
  EXPECT_EQ(hosts[0].resting_until, now + std::chrono::minutes(5));
  EXPECT_EQ(hosts[1].waiting, 2);
  EXPECT_EQ(hosts[1].delivered, 1);
}

TEST_F(Deliveries, AreForgottenSoonerWhenTheyWereDelivered) {
  deliveries::sweep(tx, now + std::chrono::seconds(1), now - std::chrono::days(1));
  auto const left = deliveries::list(tx, {.host = {}, .state = {}}, {.limit = 40});
  EXPECT_EQ(left.size(), 4u);
  EXPECT_EQ(left.back().state, State::failed);
}

}  // namespace
}  // namespace dunlin::test
