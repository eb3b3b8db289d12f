#include "dunlin/store/tombstones.hpp"

namespace dunlin::store::tombstones {
namespace {

constexpr db::Statement contains_sql{"tombstones.contains", "select 1 from tombstones where uri = $1"};

constexpr db::Statement insert_sql{"tombstones.insert", R"sql(
  insert into tombstones (uri, deleted_at) values ($1, $2) on conflict do nothing
)sql"};

// Tombstones of our own statuses answer 410 for ever; those of others only hold back a late Create.
constexpr db::Statement sweep_sql{"tombstones.sweep", R"sql(
  delete from tombstones t where deleted_at < $1
    and not exists (select 1 from statuses s where s.uri = t.uri and s.local)
)sql"};

}  // namespace

bool contains(Tx& tx, std::string_view uri) {
  return !tx.query(contains_sql, uri).empty();
}
void insert(Tx& tx, std::string_view uri, Timestamp when) {
  tx.execute(insert_sql, uri, when);
}
void sweep(Tx& tx, Timestamp before) {
  tx.execute(sweep_sql, before);
}

}  // namespace dunlin::store::tombstones
