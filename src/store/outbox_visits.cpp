#include "dunlin/store/outbox_visits.hpp"

namespace dunlin::store::outbox_visits {
namespace {

constexpr db::Statement last_sql{"outbox_visits.last", "select visited_at from outbox_visits where account_id = $1"};
constexpr db::Statement note_sql{"outbox_visits.note", R"sql(
  insert into outbox_visits (account_id, visited_at) values ($1, $2)
  on conflict (account_id) do update set visited_at = excluded.visited_at
)sql"};

}  // namespace

std::optional<Timestamp> last(Tx& tx, AccountId account) {
  auto const rows = tx.query(last_sql, account);
  if (rows.empty()) return std::nullopt;
  return rows[0].get<Timestamp>(0);
}

void note(Tx& tx, AccountId account, Timestamp when) {
  tx.execute(note_sql, account, when);
}

}  // namespace dunlin::store::outbox_visits
