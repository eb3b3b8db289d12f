#include "dunlin/store/tag_search.hpp"

#include <chrono>

#include "patterns.hpp"

namespace dunlin::store::tags {
namespace {

// Ids are times: what is newer than a moment is above the id of that moment, so the tags' own index is enough.
constexpr db::Statement search_sql{"tags.search", R"sql(
  with found as (select id, name, display_name from tags where name like $1 limit 200)
  select f.id, f.name, f.display_name
  from found f
  order by f.name = $2 desc,
    (select count(*) from status_tags t where t.tag_id = f.id and t.status_id > $3) desc, f.name
  limit $4 offset $5
)sql"};

constexpr db::Statement history_sql{"tags.history", R"sql(
  select t.tag_id, $3::date - (s.created_at at time zone 'UTC')::date as age, count(*), count(distinct s.author_id)
  from status_tags t join statuses s on s.id = t.status_id
  where t.tag_id = any($1::bigint[]) and t.status_id > $2 and s.deleted_at is null and s.visibility = 0
  group by 1, 2
)sql"};

std::int64_t first_id_of(Timestamp when) {
  return when.time_since_epoch().count() << 16;
}

Timestamp week_before(Timestamp now) {
  return std::chrono::floor<std::chrono::days>(now) - std::chrono::days(history_days - 1);
}

}  // namespace

std::vector<Hashtag> search(db::Tx& tx, std::string_view beginning, int limit, int offset, Timestamp now) {
  std::vector<Hashtag> found;
  for (auto const row :
       tx.query(search_sql, beginning_with(beginning), beginning, first_id_of(week_before(now)), limit, offset))
    found.push_back(
        {.id = row.get<TagId>(0), .name = row.get<std::string>(1), .display_name = row.get<std::string>(2)});
  return found;
}

std::unordered_map<TagId, History> history(db::Tx& tx, std::span<TagId const> tags, Timestamp now) {
  std::unordered_map<TagId, History> histories;
  if (tags.empty()) return histories;
  for (auto const row : tx.query(history_sql, tags, first_id_of(week_before(now)), iso_date(now))) {
    auto const age = row.get<std::int32_t>(1);
    if (age < 0 || age >= history_days) continue;
    histories[row.get<TagId>(0)][static_cast<std::size_t>(age)] = {row.get<std::int64_t>(2), row.get<std::int64_t>(3)};
  }
  return histories;
}

}  // namespace dunlin::store::tags
