#include "dunlin/store/web_settings.hpp"

namespace dunlin::store::web_settings {
namespace {

constexpr db::Statement find_sql{"web_settings.find", "select data from web_settings where user_id = $1"};
constexpr db::Statement put_sql{"web_settings.put", R"sql(
  insert into web_settings (user_id, data, updated_at) values ($1, $2::jsonb, $3)
  on conflict (user_id) do update set data = excluded.data, updated_at = excluded.updated_at
)sql"};

}  // namespace

std::optional<std::string> find(db::Tx& tx, UserId user) {
  auto const rows = tx.query(find_sql, user);
  if (rows.empty()) return std::nullopt;
  return rows[0].get<std::string>(0);
}

void put(db::Tx& tx, UserId user, std::string_view json, Timestamp now) {
  tx.execute(put_sql, user, json, now);
}

}  // namespace dunlin::store::web_settings
