#include "dunlin/store/idempotency.hpp"

namespace dunlin::store::idempotency {
namespace {

constexpr db::Statement lock_sql{"idempotency.lock", "select pg_advisory_xact_lock(hashtextextended($2, $1))"};
// A statement of its own: its snapshot is taken once the lock is there, and sees what the other one committed.
constexpr db::Statement find_sql{
    "idempotency.find",
    "select status_id, scheduled_id from idempotency_keys where account_id = $1 and key = $2 and created_at > $3"};
// Takes a few old ones away each time, so that nothing needs to sweep them.
constexpr db::Statement insert_sql{"idempotency.insert", R"sql(
  with old as (
    delete from idempotency_keys where (account_id, key) in (
      select account_id, key from idempotency_keys where created_at < $5 and (account_id, key) <> ($1, $2)
      order by created_at limit 4 for update skip locked))
  insert into idempotency_keys (account_id, key, status_id, created_at, scheduled_id)
  values ($1, $2, nullif($3::bigint, 0), $4, nullif($6::bigint, 0))
  on conflict (account_id, key) do update
    set status_id = excluded.status_id, scheduled_id = excluded.scheduled_id, created_at = excluded.created_at
)sql"};
constexpr db::Statement settle_sql{
    "idempotency.settle", "update idempotency_keys set status_id = $2, scheduled_id = null where scheduled_id = $1"};

}  // namespace

std::optional<Made> find(Tx& tx, AccountId account, std::string_view key, Timestamp now) {
  tx.execute(lock_sql, account, key);
  auto const rows = tx.query(find_sql, account, key, now - lifetime);
  if (rows.empty()) return std::nullopt;
  return Made{.status = rows[0].get_or(0, StatusId{}), .scheduled = rows[0].get_or(1, ScheduledId{})};
}

void insert(Tx& tx, AccountId account, std::string_view key, StatusId status, Timestamp now) {
  tx.execute(insert_sql, account, key, status, now, now - lifetime, ScheduledId{});
}

void insert(Tx& tx, AccountId account, std::string_view key, ScheduledId scheduled, Timestamp now) {
  tx.execute(insert_sql, account, key, StatusId{}, now, now - lifetime, scheduled);
}

void settle(Tx& tx, ScheduledId scheduled, StatusId status) {
  tx.execute(settle_sql, scheduled, status);
}

}  // namespace dunlin::store::idempotency
