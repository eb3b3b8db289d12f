// Former versions of statuses, and the threads around them.
#include <algorithm>

#include "dunlin/store/statuses.hpp"
#include "status_rows.hpp"

namespace dunlin::store::statuses {
namespace {

constexpr db::Statement history_sql{"statuses.history", R"sql(
  select e.html, e.spoiler_text, e.sensitive, e.created_at,
    (select json_agg()sql" MEDIA_JSON R"sql(order by array_position(e.media_ids, m.id))
      from media m where m.id = any(e.media_ids))
  from (select * from status_edits where status_id = $1 order by id desc limit 500) e order by e.id
)sql"};

// A recursive query goes level by level and stops when enough rows were taken from it; only then are they sorted.
constexpr db::Statement thread_sql{"statuses.thread", R"sql(
  with recursive up(id, parent, depth) as (
    select id, in_reply_to_id, 0 from statuses where id = $1
    union all
    select s.id, s.in_reply_to_id, up.depth + 1
    from up join statuses s on s.id = up.parent
    where up.depth < $3 and s.deleted_at is null),
  down(id, author_id, path) as (
    select id, author_id, array[id] from statuses where in_reply_to_id = $1 and deleted_at is null
    union all
    select s.id, s.author_id, down.path || s.id
    from down join statuses s on s.in_reply_to_id = down.id
    where cardinality(down.path) < $5 and s.deleted_at is null and s.id <> all(down.path))
  (select true, up.id from up join statuses s using (id)
    where up.depth > 0
      and not exists (select from mutes where account_id = $2 and target_id = s.author_id)
    order by up.depth desc)
  union all
  (select false, id from (select * from down limit $4) d
    where not exists (select from mutes where account_id = $2 and target_id = d.author_id)
    order by path)
)sql",
                                   true};

}  // namespace

std::vector<Edit> history(Tx& tx, StatusId id) {
  std::vector<Edit> edits;
  for (auto const row : tx.query(history_sql, id))
    edits.push_back({.html = SafeHtml::trusted(std::string(row.text(0))),
                     .spoiler_text = std::string(row.text(1)),
                     .sensitive = row.get<bool>(2),
                     .media = read_media(row.text(4)),
                     .created_at = row.get<Timestamp>(3)});
  return edits;
}

Thread thread(Tx& tx, AccountId viewer, StatusId id, ThreadLimits limits) {
  Thread found;
  for (auto const row : tx.query(thread_sql, id, viewer, limits.ancestors, limits.descendants, limits.depth))
    (row.get<bool>(0) ? found.ancestors : found.descendants).push_back(row.get<StatusId>(1));
  return found;
}

}  // namespace dunlin::store::statuses
