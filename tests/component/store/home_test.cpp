#include "dunlin/store/home.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "dunlin/store/audience.hpp"
#include "support/test_database.hpp"

namespace dunlin::store::home {
namespace {

constexpr db::Statement account_sql{"test.account", R"sql(
  insert into accounts (id, username, domain, uri, url, created_at)
  values ($1::bigint, 'home' || $1, nullif($2, ''), 'https://home.example/' || $1, '', now())
)sql"};
constexpr db::Statement follow_sql{"test.follow", R"sql(
  insert into follows (id, follower_id, target_id, show_boosts, languages, created_at)
  values ($1, $2, $3, $4, $5::text[], now()) on conflict do nothing
)sql"};
constexpr db::Statement status_sql{"test.status", R"sql(
  insert into statuses (id, author_id, uri, local, visibility, language, in_reply_to_id, in_reply_to_account_id,
                        in_reply_to_uri, boost_of_id, created_at)
  values ($1::bigint, $2, 'https://home.example/s/' || $1, true, $3, $4, nullif($5::bigint, 0), nullif($6::bigint, 0),
          $7, nullif($8::bigint, 0), now()) on conflict do nothing
)sql"};
constexpr db::Statement mention_sql{"test.mention", "insert into mentions (status_id, account_id) values ($1, $2)"};
constexpr db::Statement mute_sql{"test.mute", R"sql(
  insert into mutes (id, account_id, target_id, expires_at, created_at)
  values ($1, $2, $3, $4::timestamptz, now()) on conflict do nothing
)sql"};
constexpr db::Statement block_sql{"test.block", R"sql(
  insert into blocks (id, account_id, target_id, created_at) values ($1, $2, $3, now()) on conflict do nothing
)sql"};
constexpr db::Statement domain_block_sql{"test.domain_block", R"sql(
  insert into account_domain_blocks (id, account_id, domain, created_at) values ($1, $2, $3, now())
  on conflict do nothing
)sql"};
constexpr db::Statement list_sql{"test.list", R"sql(
  insert into lists (id, account_id, title, replies_policy, exclusive, created_at) values ($1, $2, 'l', 0, $3, now())
)sql"};
constexpr db::Statement list_member_sql{"test.list_member", R"sql(
  insert into list_members (id, list_id, account_id, follow_id, created_at)
  select $1::bigint, $2::bigint, target_id, id, now() from follows where follower_id = $3 and target_id = $4
)sql"};
constexpr db::Statement tag_sql{"test.tag",
                                "insert into tags (id, name, display_name) values ($1::bigint, 't' || $1, '')"};
constexpr db::Statement tag_follow_sql{"test.tag_follow", R"sql(
  insert into tag_follows (id, account_id, tag_id, created_at) values ($1, $2, $3, now())
)sql"};
constexpr db::Statement status_tag_sql{"test.status_tag",
                                       "insert into status_tags (tag_id, status_id) values ($1, $2)"};
constexpr db::Statement count_sql{"test.count", "select count(*) from statuses where id = $1"};

constexpr db::Statement plans_sql{"test.plans", R"sql(
  select generic_plans, custom_plans from pg_prepared_statements where name = 'home.page'
)sql"};
constexpr db::Statement plan_mode_sql{"test.plan_mode", "show plan_cache_mode"};

/// A small world made by dice: everybody follows, mutes, blocks, answers and boosts everybody else.
struct HomeFeed : test::StoreTest {
  static constexpr std::int64_t base = 7'000'000;
  static constexpr int people = 12, local_people = 7, tags = 4;

  AccountId person(int i) const { return {base + i}; }
  TagId tag(int i) const { return {base + 900 + i}; }
  int roll(int sides) { return static_cast<int>(dice() % static_cast<unsigned>(sides)); }
  bool one_in(int sides) { return roll(sides) == 0; }
  std::int64_t next() { return base + 1000 + ++made; }

  void make_people() {
    for (int i = 0; i < people; ++i) {
      std::string const domain = i < local_people ? "" : "d" + std::to_string(i % 3) + ".example";
      tx.execute(account_sql, person(i), domain);
    }
    for (int a = 0; a < people; ++a)
      for (int b = 0; b < people; ++b) {
        if (a == b) continue;
        std::vector<std::string> languages;
        if (one_in(5)) languages.push_back("de");
        if (one_in(2)) tx.execute(follow_sql, next(), person(a), person(b), !one_in(4), languages);
        if (one_in(15)) tx.execute(mute_sql, next(), person(a), person(b), nullptr);
        if (one_in(15)) tx.execute(mute_sql, next(), person(a), person(b), "2020-01-01");
        if (one_in(20)) tx.execute(block_sql, next(), person(a), person(b));
      }
    for (int a = 0; a < local_people; ++a)
      if (one_in(3)) tx.execute(domain_block_sql, next(), person(a), "d" + std::to_string(roll(3)) + ".example");
  }

  /// Some follow hashtags, and read some of those they follow in lists of their own.
  void make_tastes() {
    for (int t = 0; t < tags; ++t) tx.execute(tag_sql, tag(t));
    for (int a = 0; a < local_people; ++a) {
      auto const list = next();
      tx.execute(list_sql, list, person(a), one_in(2));
      for (int b = 0; b < people; ++b)
        if (one_in(4)) tx.execute(list_member_sql, next(), list, person(a), person(b));
      for (int t = 0; t < tags; ++t)
        if (one_in(3)) tx.execute(tag_follow_sql, next(), person(a), tag(t));
    }
  }

  void make_status() {
    Status s;
    s.id = {next()};
    s.author = person(roll(people));
    s.visibility = static_cast<Visibility>(one_in(3) ? roll(4) : 0);
    s.language = one_in(3) ? "de" : one_in(3) ? "en" : "";
    AccountId boosted;
    auto const& earlier =
        statuses.empty() ? s : statuses[static_cast<std::size_t>(roll(static_cast<int>(statuses.size())))];
    if (!statuses.empty() && one_in(3) && !earlier.boost_of) {
      s.boost_of = earlier.id;
      boosted = earlier.author;
      s.visibility = Visibility::public_;
    } else if (!statuses.empty() && one_in(3) && !earlier.boost_of) {
      s.in_reply_to = earlier.id;
      s.in_reply_to_account = earlier.author;
    } else if (one_in(10)) {
      s.in_reply_to_uri = "https://elsewhere.example/1";
    }
    tx.execute(status_sql, s.id, s.author, s.visibility, s.language, s.in_reply_to, s.in_reply_to_account,
               s.in_reply_to_uri, s.boost_of);
    if (tx.query(count_sql, s.id)[0].get<std::int64_t>(0) == 0) return;  // boosted that before
    if (one_in(3)) tx.execute(mention_sql, s.id, person(roll(local_people)));
    for (int t = 0; t < tags; ++t)
      if (!s.boost_of && one_in(12)) {
        s.tags.push_back({.id = tag(t), .name = {}, .display_name = {}});
        tx.execute(status_tag_sql, tag(t), s.id);
      }
    statuses.push_back(s);
    for (auto const& reader : audience::of_home(tx, s, boosted))
      if (!reader.elsewhere) expected[reader.account].insert(s.id);
  }

  std::mt19937 dice{2026};
  int made = 0;
  std::vector<Status> statuses;
  std::map<AccountId, std::set<StatusId>> expected;
};

TEST_F(HomeFeed, HoldsExactlyWhatIsHandedOutToItsReader) {
  make_people();
  make_tastes();
  for (int i = 0; i < 600; ++i) make_status();
  for (int i = 0; i < local_people; ++i) {
    auto const page = home::page(tx, person(i), {.limit = 10'000});
    EXPECT_TRUE(std::ranges::is_sorted(page, std::greater{}));
    EXPECT_EQ(std::set<StatusId>(page.begin(), page.end()), expected[person(i)]) << i;
    EXPECT_GT(page.size(), 50u);
  }
}

TEST_F(HomeFeed, IsTheSameInPagesOfAnySizeInBothDirections) {
  make_people();
  make_tastes();
  for (int i = 0; i < 400; ++i) make_status();
  auto const me = person(0);
  std::vector<StatusId> const all(expected[me].rbegin(), expected[me].rend());
  for (int const limit : {1, 3, 7, 20, 40}) {
    std::vector<StatusId> down, up;
    for (Window window{.limit = limit};;) {
      auto const page = home::page(tx, me, window);
      down.insert(down.end(), page.begin(), page.end());
      if (page.size() < static_cast<std::size_t>(limit)) break;
      window.max_id = page.back().value;
    }
    for (Window window{.min_id = 1, .limit = limit};;) {
      auto const page = home::page(tx, me, window);
      up.insert(up.begin(), page.begin(), page.end());
      if (page.size() < static_cast<std::size_t>(limit)) break;
      window.min_id = page.front().value;
    }
    EXPECT_EQ(down, all) << limit;
    EXPECT_EQ(up, all) << limit;
  }
}

TEST_F(HomeFeed, IsPlannedOnceForAllReaders) {
  for (int i = 0; i < 3; ++i) home::page(tx, person(i), {});
  auto const plans = tx.query(plans_sql);
  ASSERT_EQ(plans.size(), 1);
  EXPECT_GE(plans[0].get<std::int64_t>(0), 3);
  EXPECT_EQ(plans[0].get<std::int64_t>(1), 0);
  EXPECT_EQ(tx.query(plan_mode_sql)[0].text(0), "auto") << "other statements are planned as usual";
}

TEST_F(HomeFeed, CostsAtMostThreeQueriesHoweverManyOneFollows) {
  make_people();
  tx.query(count_sql, person(0));  // so that what is queued is sent
  auto const before = statements();
  home::page(tx, person(1), {});
  EXPECT_LE(statements() - before, 3);
}

}  // namespace
}  // namespace dunlin::store::home
