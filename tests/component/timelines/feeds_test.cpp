#include "dunlin/timelines/feeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "dunlin/store/home.hpp"
#include "support/bare_app.hpp"
#include "support/private_redis.hpp"
#include "support/test_clock.hpp"
#include "support/test_database.hpp"
#include "timelines/feed_cache.hpp"

namespace dunlin::timelines {
namespace {

using Ids = std::vector<StatusId>;

constexpr db::Statement account_sql{"test.account", R"sql(
  insert into accounts (id, username, domain, uri, url, created_at)
  values ($1::bigint, 'u' || $1, nullif($2, ''), 'https://x.example/' || $1, '', now())
)sql"};
constexpr db::Statement follow_sql{"test.follow", R"sql(
  insert into follows (id, follower_id, target_id, created_at) values (nextval('id_blocks'), $1, $2, now())
)sql"};
constexpr db::Statement status_sql{"test.status", R"sql(
  insert into statuses (id, author_id, uri, local, visibility, created_at)
  values ($1::bigint, $2, 'https://x.example/s/' || $1, true, 0, now())
)sql"};
constexpr db::Statement delete_sql{"test.delete", "update statuses set deleted_at = now() where id = $1"};

// Ids as they really are: more than a double can tell apart.
constexpr std::int64_t first_id = 115'600'000'000'000'000;

struct Feeds : ::testing::Test {
  Feeds() : db({database.conninfo(), 3, true}) {
    config.user_active_days = 7;
    redis = std::make_unique<redis::Redis>(io.executor(), redis::Options{server.url(), "t:"});
    bare = std::make_unique<test::BareApp>(config, clock, db, redis.get());
    EXPECT_TRUE(test::eventually([&] { return redis->connected(); }));
    for (auto const who : {me, friend_, other}) account(who);
    sql(follow_sql, me, friend_);
  }
  ~Feeds() override {
    redis->close();
    io.stop();
  }

  template <class... Args>
  void sql(db::Statement const& statement, Args const&... args) {
    db.transact_blocking([&](db::Tx& tx) { tx.execute(statement, args...); });
  }
  void account(AccountId id, std::string const& domain = "") { sql(account_sql, id, domain); }
  /// A new status, pushed as Distribute would; returns its id.
  StatusId post(AccountId author) {
    auto const id = write(author);
    push_to(id, me);
    return id;
  }
  StatusId write(AccountId author) {
    StatusId const id{next_id++};
    sql(status_sql, id, author);
    return id;
  }
  Ids write_many(AccountId author, int count) {
    Ids ids;
    db.transact_blocking([&](db::Tx& tx) {
      ids.clear();
      for (int i = 0; i < count; ++i) {
        ids.push_back({next_id + i});
        tx.execute(status_sql, ids.back(), author);
      }
    });
    next_id += count;
    std::ranges::reverse(ids);
    return ids;
  }
  void push_to(StatusId id, AccountId who) {
    std::vector<AccountId> const to{who};
    io.wait(push(bare->app, id, to));
  }
  Ids read(Window window = {}) { return io.wait(home(bare->app, me, window)); }
  redis::Value ask(std::vector<std::string> words) { return io.wait(redis->command(std::move(words))); }
  std::string key() {
    auto const find = [this]() -> awaitable<std::string> {
      co_return redis->key("home:" + redis->incarnation().substr(0, 12) + ":" + to_string(me));
    };
    return io.wait(find());
  }
  std::int64_t statements_of(std::function<void()> const& work) {
    auto const before = db.statements_sent();
    work();
    return db.statements_sent() - before;
  }
  /// All pages downwards; `between` runs after each.
  Ids page_down(int limit, std::function<void(int)> const& between = {}) {
    Ids all;
    Window window{.limit = limit};
    for (int page = 0;; ++page) {
      auto const ids = read(window);
      all.insert(all.end(), ids.begin(), ids.end());
      if (ids.size() < static_cast<std::size_t>(limit)) return all;
      window.max_id = ids.back().value;
      if (between) between(page);
    }
  }
  /// All pages upwards from the very first status.
  Ids page_up(int limit) {
    Ids all;
    Window window{.min_id = 1, .limit = limit};
    for (;;) {
      auto const ids = read(window);
      all.insert(all.begin(), ids.begin(), ids.end());
      if (ids.size() < static_cast<std::size_t>(limit)) return all;
      window.min_id = ids.front().value;
    }
  }

  AccountId const me{1}, friend_{2}, other{3};
  std::int64_t next_id = first_id;
  test::TestDatabase database;
  test::PrivateRedis server;
  test::TestClock clock{Timestamp{}};
  config::Config config;
  test::IoThread io;
  db::Database db;
  std::unique_ptr<redis::Redis> redis;
  std::unique_ptr<test::BareApp> bare;
};

TEST_F(Feeds, ShowTheNewestOfThoseOneFollowsAndOneself) {
  auto const a = write(friend_), b = write(me);
  write(other);
  EXPECT_EQ(read(), (Ids{b, a}));
}

TEST_F(Feeds, AnswerTheNewestPageFromRedisAlone) {
  auto const all = write_many(friend_, 50);
  read();
  EXPECT_EQ(statements_of([&] { EXPECT_EQ(read(), Ids(all.begin(), all.begin() + 20)); }), 0);
  EXPECT_EQ(statements_of([&] {
              EXPECT_EQ(read({.max_id = all[9].value, .limit = 5}), Ids(all.begin() + 10, all.begin() + 15));
            }),
            0);
}

TEST_F(Feeds, KeepIdsThatDifferOnlyBelowWhatADoubleCanTell) {
  read();
  auto const a = post(friend_), b = post(friend_), c = post(friend_);
  EXPECT_EQ(c.value - a.value, 2);
  EXPECT_EQ(read(), (Ids{c, b, a}));
}

TEST_F(Feeds, TakeANewStatusAndGiveItBackWhenItIsRemoved) {
  write_many(friend_, 3);
  read();
  auto const fresh = post(friend_);
  EXPECT_EQ(read().front(), fresh);
  std::vector<AccountId> const from{me};
  sql(delete_sql, fresh);
  io.wait(remove(bare->app, fresh, from));
  EXPECT_EQ(read().size(), 3u);
}

TEST_F(Feeds, HoldAnEmptyFeedInRedisToo) {
  EXPECT_TRUE(read().empty());
  EXPECT_EQ(statements_of([&] { EXPECT_TRUE(read().empty()); }), 0);
  auto const first = post(friend_);
  EXPECT_EQ(read(), Ids{first});
}

TEST_F(Feeds, AreNotMadeForThoseWhoNeverRead) {
  post(friend_);
  EXPECT_EQ(ask({"DBSIZE"}).number, 0);
}

TEST_F(Feeds, KeepTheNewestFourHundredForAsLongAsSomebodyIsActive) {
  write_many(friend_, 450);
  read();
  EXPECT_EQ(ask({"ZCARD", key()}).number, 400);
  for (int i = 0; i < 5; ++i) post(friend_);
  EXPECT_EQ(ask({"ZCARD", key()}).number, 400);
  auto const seconds = ask({"TTL", key()}).number;
  EXPECT_GT(seconds, 7 * 24 * 3600 - 60);
  EXPECT_LE(seconds, 7 * 24 * 3600);
}

TEST_F(Feeds, HaveNoEndAndNoSeam) {
  auto const all = write_many(friend_, 1000);
  read();
  EXPECT_EQ(ask({"ZCARD", key()}).number, 400);
  EXPECT_EQ(page_down(20), all);
  EXPECT_EQ(page_down(17), all);
  EXPECT_EQ(page_up(20), all);
  EXPECT_EQ(page_up(33), all);
}

TEST_F(Feeds, HaveNoSeamWhenStatusesArriveWhileOnePages) {
  auto const all = write_many(friend_, 700);
  read();
  EXPECT_EQ(page_down(20, [&](int) { post(friend_); }), all);
}

TEST_F(Feeds, HaveNoSeamWhenRedisIsFlushedMidway) {
  auto const all = write_many(friend_, 1000);
  EXPECT_EQ(page_down(20,
                      [&](int page) {
                        if (page % 7 == 3) ask({"FLUSHALL"});
                      }),
            all);
}

TEST_F(Feeds, HaveNoSeamWhileRedisIsAway) {
  auto const all = write_many(friend_, 1000);
  read();
  EXPECT_EQ(page_down(20,
                      [&](int page) {
                        if (page != 5) return;
                        server.stop(SIGKILL);
                        ASSERT_TRUE(test::eventually([&] { return !redis->connected(); }));
                      }),
            all);
  EXPECT_EQ(page_up(20), all);
  server.start();
  ASSERT_TRUE(test::eventually([&] { return redis->connected(); }));
  EXPECT_EQ(page_down(20), all);
  EXPECT_EQ(page_up(20), all);
}

TEST_F(Feeds, AreNotBelievedAfterRedisCameBackWithAnOldSnapshot) {
  write_many(friend_, 30);
  read();
  auto const dump = ask({"DUMP", key()}).text;
  auto const name = key();
  auto const missed = post(friend_);
  server.stop(SIGKILL);
  ASSERT_TRUE(test::eventually([&] { return !redis->connected(); }));
  server.start();
  ASSERT_TRUE(test::eventually([&] { return redis->connected(); }));
  ask({"RESTORE", name, "0", dump});
  EXPECT_EQ(read().front(), missed);
}

TEST_F(Feeds, AnswerWindowsExactlyAcrossTheSeam) {
  auto const all = write_many(friend_, 1000);
  read();
  // Around the end of the cached part, all kinds of windows, each against the plain list.
  for (int at = 370; at < 430; at += 7) {
    for (int span : {1, 5, 20, 60}) {
      auto const upper = all[static_cast<std::size_t>(at)].value;
      auto const lower = all[static_cast<std::size_t>(at + span)].value;
      for (auto window : {Window{.max_id = upper, .since_id = lower, .limit = 20},
                          Window{.max_id = upper, .min_id = lower, .limit = 20}, Window{.since_id = lower, .limit = 40},
                          Window{.min_id = lower, .limit = 40}, Window{.max_id = upper, .limit = 40}}) {
        Ids expected;
        for (auto const id : all)
          if ((window.max_id == 0 || id.value < window.max_id) && id.value > std::max(window.since_id, window.min_id))
            expected.push_back(id);
        auto const limit = static_cast<std::size_t>(window.limit);
        if (expected.size() > limit) {
          if (window.min_id)
            expected.erase(expected.begin(), expected.end() - window.limit);
          else
            expected.resize(limit);
        }
        EXPECT_EQ(read(window), expected) << window.max_id << ' ' << window.since_id << ' ' << window.min_id;
      }
    }
  }
}

TEST_F(Feeds, LetMinIdWinOverSinceId) {
  auto const all = write_many(friend_, 60);
  for (int round = 0; round < 2; ++round)
    EXPECT_EQ(read({.since_id = all[5].value, .min_id = all[30].value, .limit = 10}),
              Ids(all.begin() + 20, all.begin() + 30));
}

TEST_F(Feeds, LeaveNoGapWhenAnOldStatusArrivesLate) {
  auto all = write_many(friend_, 1000);
  read();
  // Older than the cached part, as posts of other servers often are.
  StatusId const late{all[700].value};
  push_to(late, me);
  EXPECT_EQ(page_down(20), all);
}

TEST_F(Feeds, LeaveNoGapWhenAnOldStatusArrivesLateInAFeedThatHasRoom) {
  auto all = write_many(friend_, 600);
  read();
  std::vector<AccountId> const from{me};
  for (int i = 0; i < 3; ++i) {
    sql(delete_sql, all.front());
    io.wait(remove(bare->app, all.front(), from));
    all.erase(all.begin());
  }
  push_to(all[500], me);
  EXPECT_EQ(page_down(20), all);
  EXPECT_EQ(page_up(20), all);
}

TEST_F(Feeds, LeaveNoGapWhenTheLowestOfTheCachedPartIsRemoved) {
  auto all = write_many(friend_, 600);
  read();
  std::vector<AccountId> const from{me};
  for (auto const at : {399, 398, 0, 200}) {
    sql(delete_sql, all[static_cast<std::size_t>(at)]);
    io.wait(remove(bare->app, all[static_cast<std::size_t>(at)], from));
    all.erase(all.begin() + at);
  }
  EXPECT_EQ(page_down(20), all);
}

TEST_F(Feeds, MissNoStatusThatIsPushedWhileTheyAreBuilt) {
  write_many(friend_, 10);
  auto& app = bare->app;
  auto const build = [&]() -> awaitable<void> {
    auto const token = co_await feed_cache::begin(app, me);
    auto const seen = db.transact_blocking([&](db::Tx& tx) { return store::home::page(tx, me, {.limit = 400}); });
    // Committed and pushed after the tables were read, before the feed is stored.
    auto const fresh = write(friend_);
    std::vector<AccountId> const to{me};
    co_await push(app, fresh, to);
    co_await feed_cache::finish(app, me, token, seen, true);
  };
  io.wait(build());
  EXPECT_EQ(statements_of([&] { EXPECT_EQ(read().size(), 11u); }), 0);
}

TEST_F(Feeds, AreNotStoredWhenDroppedWhileTheyAreBuilt) {
  write_many(friend_, 10);
  auto& app = bare->app;
  auto const build = [&]() -> awaitable<void> {
    auto const token = co_await feed_cache::begin(app, me);
    auto const seen = db.transact_blocking([&](db::Tx& tx) { return store::home::page(tx, me, {.limit = 400}); });
    sql(follow_sql, me, other);
    co_await drop(app, me);
    auto const next = co_await feed_cache::begin(app, me);  // somebody else builds anew
    co_await feed_cache::finish(app, me, token, seen, true);
  };
  write(other);
  io.wait(build());
  EXPECT_EQ(read().size(), 11u);
}

TEST_F(Feeds, AreRebuiltAfterTheyWereDropped) {
  write_many(friend_, 3);
  auto const theirs = write(other);
  EXPECT_EQ(read().size(), 3u);
  sql(follow_sql, me, other);
  io.wait(drop(bare->app, me));
  EXPECT_EQ(read().front(), theirs);
}

TEST_F(Feeds, SayWhenRedisIsAwayThatNothingWasPushedRemovedOrDropped) {
  auto const id = write(friend_);
  server.stop(SIGKILL);
  ASSERT_TRUE(test::eventually([&] { return !redis->connected(); }));
  EXPECT_THROW(push_to(id, me), redis::Error);
  EXPECT_THROW(io.wait(drop(bare->app, me)), redis::Error);
  std::vector<AccountId> const from{me};
  EXPECT_THROW(io.wait(remove(bare->app, id, from)), redis::Error);
  EXPECT_EQ(read(), Ids{id});
}

TEST_F(Feeds, PushToThousandsAtOnce) {
  read();
  std::vector<AccountId> everybody;
  for (int i = 1; i <= 3000; ++i) everybody.push_back({i});
  auto const id = write(friend_);
  io.wait(push(bare->app, id, everybody));
  EXPECT_EQ(read(), Ids{id});
}

}  // namespace
}  // namespace dunlin::timelines
