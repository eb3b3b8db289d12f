#include <string>
#include <vector>

#include "dunlin/store/accounts.hpp"
#include "dunlin/store/records.hpp"

namespace dunlin::store::accounts {
namespace {

// Its own statuses, and those of others that show it or them: boosts, quotes, answers, mentions.
constexpr db::Statement own_statuses_sql{"accounts.own_statuses", R"sql(
  select id from statuses where author_id = $1
  union select b.id from statuses b join statuses s on s.id = b.boost_of_id where s.author_id = $1
  union select status_id from quotes where quoted_account_id = $1
  union select a.id from statuses a join statuses s on s.id = a.in_reply_to_id where s.author_id = $1
  union select status_id from mentions where account_id = $1
)sql"};
// Statuses of others that it favourited, boosted, answered or quoted.
constexpr db::Statement uncount_statuses_sql{"accounts.uncount_statuses", R"sql(
  with touched as (
    select status_id, 1 as favourites, 0 as boosts, 0 as replies, 0 as quotes from favourites where account_id = $1
    union all
    select boost_of_id, 0, 1, 0, 0 from statuses
      where author_id = $1 and boost_of_id is not null and deleted_at is null
    union all
    select in_reply_to_id, 0, 0, 1, 0 from statuses
      where author_id = $1 and in_reply_to_id is not null and deleted_at is null
    union all
    select q.quoted_id, 0, 0, 0, 1 from quotes q join statuses s on s.id = q.status_id
      where q.account_id = $1 and q.quoted_id is not null and q.state = 1 and s.deleted_at is null)
  update status_stats s
  set favourites_count = greatest(0, s.favourites_count - t.favourites),
    boosts_count = greatest(0, s.boosts_count - t.boosts), replies_count = greatest(0, s.replies_count - t.replies),
    quotes_count = greatest(0, s.quotes_count - t.quotes)
  from (select status_id, sum(favourites) as favourites, sum(boosts) as boosts, sum(replies) as replies,
          sum(quotes) as quotes
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
constexpr db::Statement files_sql{"accounts.files", R"sql(
  select f.file from media m, lateral (values (m.file), (m.preview_file)) as f (file)
    where m.account_id = $1 and f.file <> ''
  union all select avatar_file from accounts where id = $1 and avatar_file <> ''
  union all select header_file from accounts where id = $1 and header_file <> ''
)sql"};
constexpr db::Statement remove_sql{"accounts.remove", "delete from accounts where id = $1"};

}  // namespace

std::vector<std::string> remove(Tx& tx, AccountId id) {
  std::vector<std::string> files;
  for (auto const row : tx.query(files_sql, id)) files.push_back(row.get<std::string>(0));
  auto const own = tx.query(own_statuses_sql, id);
  auto const statuses = tx.query(uncount_statuses_sql, id);
  auto const others = tx.query(uncount_accounts_sql, id);
  tx.execute(remove_sql, id);
  for (auto const* rows : {&own, &statuses})
    for (auto const row : *rows) tx.changed(change::status, std::string(row.text(0)));
  for (auto const row : others) tx.changed(change::account, std::string(row.text(0)));
  tx.changed(change::account, id);
  return files;
}

}  // namespace dunlin::store::accounts
