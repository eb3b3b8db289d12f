#include "dunlin/store/scheduled.hpp"

#include "status_rows.hpp"
#include "windows.hpp"

namespace dunlin::store::scheduled {
namespace {

constexpr db::Statement lock_sql{"scheduled.lock", "select from accounts where id = $1 for no key update"};
constexpr db::Statement count_sql{"scheduled.count", R"sql(
  select count(*), count(*) filter (where date_trunc('day', scheduled_at, 'UTC') = date_trunc('day', $2::timestamptz, 'UTC'))
  from scheduled_statuses where account_id = $1 and id <> $3
)sql"};
constexpr db::Statement insert_sql{"scheduled.insert", R"sql(
  insert into scheduled_statuses (id, account_id, scheduled_at, draft, created_at) values ($1, $2, $3, $4::jsonb, $5)
)sql"};
constexpr db::Statement attach_sql{"scheduled.attach", R"sql(
  update media set scheduled_id = $1, position = asked.place
  from unnest($2::bigint[]) with ordinality as asked(id, place) where media.id = asked.id
)sql"};
constexpr db::Statement move_sql{"scheduled.move", "update scheduled_statuses set scheduled_at = $2 where id = $1"};
constexpr db::Statement remove_sql{"scheduled.remove", "delete from scheduled_statuses where id = $1"};
constexpr db::Statement free_media_sql{
    "scheduled.free_media", "update media set scheduled_id = null, loose_since = now() where scheduled_id = $1"};

#define COLUMNS                                                                      \
  "select s.id, s.account_id, s.scheduled_at, s.draft, (select json_agg(" MEDIA_JSON \
  "order by m.position, m.id) from media m where m.scheduled_id = s.id) from scheduled_statuses s "
constexpr db::Statement find_sql{"scheduled.find", COLUMNS "where s.id = $1"};
constexpr db::Statement due_sql{"scheduled.due", COLUMNS "where s.id = $1 and s.scheduled_at <= $2 for update of s"};
#define PAGE "where s.account_id = $1 and s.id < $2 and s.id > $3 order by s.id "
constexpr Windowed page_sql{{"scheduled.page", COLUMNS PAGE "desc limit $4"},
                            {"scheduled.page_above", COLUMNS PAGE "asc limit $4"}};

Scheduled read(db::Row const& row) {
  return {.id = row.get<ScheduledId>(0),
          .account = row.get<AccountId>(1),
          .at = row.get<Timestamp>(2),
          .draft = std::string(row.text(3)),
          .media = read_media(row.text(4))};
}

std::optional<Scheduled> first(db::Rows const& rows) {
  if (rows.empty()) return std::nullopt;
  return read(rows[0]);
}

}  // namespace

Waiting count(Tx& tx, AccountId account, Timestamp when, ScheduledId but) {
  tx.execute(lock_sql, account);
  auto const rows = tx.query(count_sql, account, when, but);
  return {.all = rows[0].get<std::int64_t>(0), .that_day = rows[0].get<std::int64_t>(1)};
}

void insert(Tx& tx, Scheduled const& s, Timestamp now) {
  tx.execute(insert_sql, s.id, s.account, s.at, s.draft, now);
  std::vector<MediaId> media;
  for (auto const& m : s.media) media.push_back(m.id);
  if (!media.empty()) tx.execute(attach_sql, s.id, media);
}

void move(Tx& tx, ScheduledId id, Timestamp when) {
  tx.execute(move_sql, id, when);
}

void remove(Tx& tx, ScheduledId id) {
  free_media(tx, id);
  tx.execute(remove_sql, id);
}

std::optional<Scheduled> find(Tx& tx, ScheduledId id) {
  return first(tx.query(find_sql, id));
}

std::vector<Scheduled> page(Tx& tx, AccountId account, Window const& window) {
  return read_window(tx, page_sql, window, read, account);
}

std::optional<Scheduled> lock_due(Tx& tx, ScheduledId id, Timestamp now) {
  return first(tx.query(due_sql, id, now));
}

void free_media(Tx& tx, ScheduledId id) {
  tx.execute(free_media_sql, id);
}

#undef COLUMNS
#undef PAGE

}  // namespace dunlin::store::scheduled
