#include "dunlin/store/tag_follows.hpp"

#include "windows.hpp"

namespace dunlin::store::tag_follows {
namespace {

// The account's row is locked, so that two at once cannot both be the last one allowed.
constexpr db::Statement insert_sql{"tag_follows.insert", R"sql(
  with who as materialized (select id from accounts where id = $2 for no key update),
  room as (select (select count(*) from tag_follows where account_id = $2) < $4 as left_over from who),
  new as (
    insert into tag_follows (id, account_id, tag_id, created_at)
    select $1::bigint, $2::bigint, $3::bigint, $5::timestamptz from room where left_over
    on conflict do nothing returning id)
  select exists (select from new), left_over from room
)sql"};
constexpr db::Statement remove_sql{"tag_follows.remove",
                                   "delete from tag_follows where account_id = $1 and tag_id = $2"};
#define PAGE                                                      \
  "select f.id, t.id, t.name, t.display_name from tag_follows f " \
  "join tags t on t.id = f.tag_id "                               \
  "where f.account_id = $1 and f.id < $2 and f.id > $3 order by f.id "
constexpr Windowed page_sql{{"tag_follows.page", PAGE "desc limit $4"},
                            {"tag_follows.page_above", PAGE "asc limit $4"}};

constexpr db::Statement ties_sql{"tag_follows.ties", R"sql(
  select 0, tag_id from tag_follows where account_id = $1 and tag_id = any($2::bigint[])
  union all select 1, tag_id from featured_tags where account_id = $1 and tag_id = any($2::bigint[])
)sql"};

}  // namespace

Inserted insert(Tx& tx, AccountId who, TagId tag, int most, Timestamp now) {
  auto const rows = tx.query(insert_sql, tx.next_id<TagId>(now), who, tag, most, now);
  if (rows.empty()) return Inserted::no;
  if (rows[0].get<bool>(0)) return Inserted::yes;
  return rows[0].get<bool>(1) ? Inserted::no : Inserted::too_many;
}

bool remove(Tx& tx, AccountId who, TagId tag) {
  return tx.query(remove_sql, who, tag).affected() != 0;
}

std::vector<Entry> page(Tx& tx, AccountId who, Window const& window) {
  auto const read = [](db::Row const& row) {
    return Entry{row.get<std::int64_t>(0), {row.get<TagId>(1), row.get<std::string>(2), row.get<std::string>(3)}};
  };
  return read_window(tx, page_sql, window, read, who);
}

Ties ties(Tx& tx, AccountId who, std::span<TagId const> tags) {
  Ties found;
  if (tags.empty()) return found;
  for (auto const row : tx.query(ties_sql, who, tags))
    (row.get<int>(0) == 0 ? found.following : found.featuring).push_back(row.get<TagId>(1));
  return found;
}

#undef PAGE

}  // namespace dunlin::store::tag_follows
