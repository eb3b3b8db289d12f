#include "dunlin/store/seen.hpp"

namespace dunlin::store::seen {
namespace {

constexpr db::Statement insert_sql{"seen.insert", R"sql(
  insert into seen_activities (id_hash, seen_at) values ($1, $2) on conflict do nothing
)sql"};

constexpr db::Statement contains_sql{"seen.contains", R"sql(
  select 1 from seen_activities where id_hash = $1
)sql"};

constexpr db::Statement sweep_sql{"seen.sweep", R"sql(
  delete from seen_activities where seen_at < $1
)sql"};

}  // namespace

bool insert(Tx& tx, std::string_view hash, Timestamp now) {
  return tx.query(insert_sql, db::Bytes{hash}, now).affected() > 0;
}

bool contains(Tx& tx, std::string_view hash) {
  return !tx.query(contains_sql, db::Bytes{hash}).empty();
}

void sweep(Tx& tx, Timestamp before) {
  tx.execute(sweep_sql, before);
}

}  // namespace dunlin::store::seen
