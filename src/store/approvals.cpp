#include "dunlin/store/approvals.hpp"

namespace dunlin::store::approvals {
namespace {

constexpr db::Statement put_sql{"approvals.put", R"sql(
  insert into approvals (status_id, uri) values ($1, $2)
  on conflict (status_id) do update set uri = excluded.uri where approvals.uri <> excluded.uri
)sql"};
constexpr db::Statement of_sql{"approvals.of", "select uri from approvals where status_id = $1"};

}  // namespace

bool put(Tx& tx, StatusId reply, std::string_view uri) {
  return tx.query(put_sql, reply, uri).affected() != 0;
}

std::string of(Tx& tx, StatusId reply) {
  auto const rows = tx.query(of_sql, reply);
  return rows.empty() ? std::string() : rows[0].get<std::string>(0);
}

}  // namespace dunlin::store::approvals
