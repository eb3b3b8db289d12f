#include "dunlin/store/markers.hpp"

namespace dunlin::store::markers {
namespace {

constexpr db::Statement find_many_sql{"markers.find_many", R"sql(
  select timeline, last_read_id, version, updated_at from markers where account_id = $1 and timeline = any($2::text[])
)sql"};
constexpr db::Statement set_sql{"markers.set", R"sql(
  insert into markers (account_id, timeline, last_read_id, updated_at) values ($1, $2, $3, $4)
  on conflict (account_id, timeline) do update
    set last_read_id = excluded.last_read_id, version = markers.version + 1, updated_at = excluded.updated_at
  returning timeline, last_read_id, version, updated_at
)sql"};

Marker read_marker(db::Row const& row) {
  return {.timeline = row.get<std::string>(0),
          .last_read = row.get<std::int64_t>(1),
          .version = row.get<std::int64_t>(2),
          .updated_at = row.get<Timestamp>(3)};
}

}  // namespace

std::vector<Marker> find_many(Tx& tx, AccountId who, std::span<std::string const> timelines) {
  std::vector<Marker> found;
  if (timelines.empty()) return found;
  for (auto const row : tx.query(find_many_sql, who, timelines)) found.push_back(read_marker(row));
  return found;
}

Marker set(Tx& tx, AccountId who, std::string_view timeline, std::int64_t last_read, Timestamp now) {
  return read_marker(tx.query(set_sql, who, timeline, last_read, now)[0]);
}

}  // namespace dunlin::store::markers
