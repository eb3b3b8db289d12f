#include <string>

#include "dunlin/store/accounts.hpp"
#include "dunlin/store/records.hpp"

namespace dunlin::store::accounts {
namespace {

// Its own statuses, and boosts of them by others.
constexpr db::Statement own_statuses_sql{"accounts.own_statuses", R"sql(
  select id from statuses where author_id = $1
  union select b.id from statuses b join statuses s on s.id = b.boost_of_id where s.author_id = $1
)sql"};
// Statuses of others that it favourited, boosted or answered.
constexpr db::Statement uncount_statuses_sql{"accounts.uncount_statuses", R"sql(
  with touched as (
    select status_id, 1 as favourites, 0 as boosts, 0 as replies from favourites where account_id = $1
    union all
    select boost_of_id, 0, 1, 0 from statuses
      where author_id = $1 and boost_of_id is not null and deleted_at is null
    union all
    select in_reply_to_id, 0, 0, 1 from statuses
      where author_id = $1 and in_reply_to_id is not null and deleted_at is null)
  update status_stats s
  set favourites_count = greatest(0, s.favourites_count - t.favourites),
    boosts_count = greatest(0, s.boosts_count - t.boosts), replies_count = greatest(0, s.replies_count - t.replies)
  from (select status_id, sum(favourites) as favourites, sum(boosts) as boosts, sum(replies) as replies
        from touched group by status_id) as t
  where s.status_id = t.status_id
  returning s.status_id
)sql"};
constexpr db::Statement uncount_accounts_sql{"accounts.uncount_accounts", R"sql(
  with lost as (
    select account_id, sum(followers) as followers, sum(following) as following
    from (select target_id as account_id, 1 as followers, 0 as following from follows where follower_id = $1
          union all select follower_id, 0, 1 from follows where target_id = $1) as ends
    group by account_id)
  update account_stats s
  set followers_count = greatest(0, s.followers_count - lost.followers),
    following_count = greatest(0, s.following_count - lost.following)
  from lost where s.account_id = lost.account_id
  returning s.account_id
)sql"};
constexpr db::Statement remove_sql{"accounts.remove", "delete from accounts where id = $1"};

}  // namespace

void remove(Tx& tx, AccountId id) {
  auto const own = tx.query(own_statuses_sql, id);
  auto const statuses = tx.query(uncount_statuses_sql, id);
  auto const others = tx.query(uncount_accounts_sql, id);
  tx.execute(remove_sql, id);
  for (auto const* rows : {&own, &statuses})
    for (auto const row : *rows) tx.changed(change::status, std::string(row.text(0)));
  for (auto const row : others) tx.changed(change::account, std::string(row.text(0)));
  tx.changed(change::account, id);
}

}  // namespace dunlin::store::accounts
