#include "dunlin/store/idempotency.hpp"

namespace dunlin::store::idempotency {
namespace {

constexpr db::Statement lock_sql{"idempotency.lock", "select pg_advisory_xact_lock(hashtextextended($2, $1))"};
// A statement of its own: its snapshot is taken once the lock is there, and sees what the other one committed.
constexpr db::Statement find_sql{
    "idempotency.find",
    "select status_id from idempotency_keys where account_id = $1 and key = $2 and created_at > $3"};
// Takes a few old ones away each time, so that nothing needs to sweep them.
constexpr db::Statement insert_sql{"idempotency.insert", R"sql(
  with old as (
    delete from idempotency_keys where (account_id, key) in (
      select account_id, key from idempotency_keys where created_at < $5 and (account_id, key) <> ($1, $2)
      order by created_at limit 4 for update skip locked))
  insert into idempotency_keys (account_id, key, status_id, created_at) values ($1, $2, $3, $4)
  on conflict (account_id, key) do update set status_id = excluded.status_id, created_at = excluded.created_at
)sql"};

}  // namespace

std::optional<StatusId> find(Tx& tx, AccountId account, std::string_view key, Timestamp now) {
  tx.execute(lock_sql, account, key);
  auto const rows = tx.query(find_sql, account, key, now - lifetime);
  if (rows.empty()) return std::nullopt;
  return rows[0].get<StatusId>(0);
}

void insert(Tx& tx, AccountId account, std::string_view key, StatusId status, Timestamp now) {
  tx.execute(insert_sql, account, key, status, now, now - lifetime);
}

}  // namespace dunlin::store::idempotency
