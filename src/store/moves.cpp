#include "dunlin/store/moves.hpp"

#include "dunlin/store/records.hpp"
#include "ids_of.hpp"

namespace dunlin::store::moves {
namespace {

constexpr db::Statement insert_sql{"moves.insert", R"sql(
  insert into moves (id, account_id, target_id, created_at) values ($1, $2, $3, $4)
)sql"};
constexpr db::Statement last_sql{"moves.last", R"sql(
  select created_at from moves where account_id = $1 order by created_at desc limit 1
)sql"};
constexpr db::Statement point_sql{"moves.point", "update accounts set moved_to = nullif($2::bigint, 0) where id = $1"};
constexpr db::Statement local_followers_sql{"moves.local_followers", R"sql(
  select f.follower_id from follows f join accounts a on a.id = f.follower_id
  where f.target_id = $1 and f.follower_id > $2 and a.domain is null
  order by f.follower_id limit $3
)sql"};
constexpr db::Statement remote_blockers_sql{"moves.remote_blockers", R"sql(
  select b.account_id from blocks b join accounts a on a.id = b.account_id
  where b.target_id = $1 and a.domain is not null
)sql"};

constexpr db::Statement copy_notes_sql{"moves.copy_notes", R"sql(
  insert into account_notes (account_id, target_id, comment)
  select account_id, $2, comment from account_notes where target_id = $1 and account_id <> $2
  on conflict (account_id, target_id) do nothing
)sql"};

constexpr db::Statement blocking_sql{"moves.blocking", R"sql(
  select b.account_id from blocks b join accounts a on a.id = b.account_id and a.domain is null
  where b.target_id = $1 and b.account_id <> $2
    and not exists (select from blocks o where o.account_id = b.account_id and o.target_id = $2)
    and not exists (select from follows f where f.follower_id = b.account_id and f.target_id = $2)
)sql"};
constexpr db::Statement muting_sql{"moves.muting", R"sql(
  select m.account_id from mutes m join accounts a on a.id = m.account_id and a.domain is null
  where m.target_id = $1 and m.account_id <> $2 and m.expires_at is null
    and not exists (select from mutes o where o.account_id = m.account_id and o.target_id = $2)
    and not exists (select from follows f where f.follower_id = m.account_id and f.target_id = $2)
)sql"};

}  // namespace

void insert(Tx& tx, AccountId account, AccountId target, Timestamp when) {
  tx.execute(insert_sql, tx.next_id<Id<struct MoveTag>>(when), account, target, when);
}

std::optional<Timestamp> last(Tx& tx, AccountId account) {
  auto const rows = tx.query(last_sql, account);
  if (rows.empty()) return std::nullopt;
  return rows[0].get<Timestamp>(0);
}

void point(Tx& tx, AccountId account, AccountId target) {
  tx.execute(point_sql, account, target);
  tx.changed(change::account, account);
}

std::vector<AccountId> local_followers(Tx& tx, AccountId account, AccountId after, int most) {
  return ids_of<AccountId>(tx.query(local_followers_sql, account, after, most));
}

std::vector<AccountId> remote_blockers(Tx& tx, AccountId account) {
  return ids_of<AccountId>(tx.query(remote_blockers_sql, account));
}

void copy_notes(Tx& tx, AccountId account, AccountId target) {
  tx.execute(copy_notes_sql, account, target);
}

Averse averse(Tx& tx, AccountId account, AccountId target) {
  return {ids_of<AccountId>(tx.query(blocking_sql, account, target)),
          ids_of<AccountId>(tx.query(muting_sql, account, target))};
}

}  // namespace dunlin::store::moves
