// Former versions of statuses, and the threads around them.
#include <algorithm>

#include "dunlin/store/statuses.hpp"
#include "status_rows.hpp"

namespace dunlin::store::statuses {
namespace {

constexpr db::Statement history_sql{"statuses.history", R"sql(
  select e.html, e.spoiler_text, e.sensitive, e.created_at, e.media_ids, e.media_descriptions, e.poll,
    (select json_agg()sql" MEDIA_JSON R"sql(order by array_position(e.media_ids, m.id))
      from media m where m.id = any(e.media_ids))
  from (select * from status_edits where status_id = $1 order by id desc limit 500) e order by e.id
)sql"};

// Whom the viewer $2 wants to see in threads: nobody muted or of a blocked domain, and of limited accounts only
// those that are followed.
#define WELCOME_IN_THREAD(author)                                                                              \
  "not exists (select from mutes where account_id = $2 and target_id = " author                                \
  " and (expires_at is null or expires_at > now())) "                                                          \
  "and not exists (select from accounts a where a.id = " author                                                \
  " and a.id <> $2 and not exists (select from follows where follower_id = $2 and target_id = a.id) "          \
  "and (a.silenced_at is not null or exists (select from account_domain_blocks d where d.account_id = $2 and " \
  "d.domain = a.domain))) "

// A recursive query goes level by level and stops when enough rows were taken from it; only then are they sorted.
constexpr db::Statement thread_sql{"statuses.thread", R"sql(
  with recursive up(id, parent, depth) as (
    select id, in_reply_to_id, 0 from statuses where id = $1
    union all
    select s.id, s.in_reply_to_id, up.depth + 1
    from up join statuses s on s.id = up.parent
    where up.depth < $3 and s.deleted_at is null),
  down(id, author_id, answers, path) as (
    select id, author_id, in_reply_to_account_id, array[id] from statuses
      where in_reply_to_id = $1 and deleted_at is null
    union all
    select s.id, s.author_id, s.in_reply_to_account_id, down.path || s.id
    from down join statuses s on s.in_reply_to_id = down.id
    where cardinality(down.path) < $5 and s.deleted_at is null and s.id <> all(down.path))
  (select true, up.id from up join statuses s using (id)
    where up.depth > 0 and )sql" WELCOME_IN_THREAD("s.author_id") R"sql(
    order by up.depth desc)
  union all
  (select false, id from (select * from down limit $4) d
    where )sql" WELCOME_IN_THREAD("d.author_id") R"sql(
    order by answers is distinct from author_id, path)
)sql",
                                   true};

/// The media of a version, described as they were then.
std::vector<Media> media_of_then(db::Row const& row) {
  auto media = read_media(row.text(7));
  auto const ids = row.get<std::vector<std::int64_t>>(4);
  auto const descriptions = row.get<std::vector<std::string>>(5);
  for (auto& m : media) {
    auto const place = static_cast<std::size_t>(std::ranges::find(ids, m.id.value) - ids.begin());
    if (place < descriptions.size()) m.description = descriptions[place];
  }
  return media;
}

}  // namespace

std::vector<Edit> history(Tx& tx, StatusId id) {
  std::vector<Edit> edits;
  for (auto const row : tx.query(history_sql, id))
    edits.push_back({.html = SafeHtml::trusted(std::string(row.text(0))),
                     .spoiler_text = std::string(row.text(1)),
                     .sensitive = row.get<bool>(2),
                     .media = media_of_then(row),
                     .poll = read_poll(row.text(6)),
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
