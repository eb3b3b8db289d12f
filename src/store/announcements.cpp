#include "dunlin/store/announcements.hpp"

namespace dunlin::store::announcements {
namespace {

#define COLUMNS "a.id, a.text, a.all_day, a.starts_at, a.ends_at, a.published_at, a.updated_at"
constexpr db::Statement current_sql{"announcements.current",
                                    "select " COLUMNS
                                    ", r.account_id is not null from announcements a "
                                    "left join announcement_reads r on r.announcement_id = a.id and r.account_id = $1 "
                                    "where a.published_at <= $2 and (a.ends_at is null or a.ends_at > $2) "
                                    "order by coalesce(a.starts_at, a.published_at) desc, a.id desc limit 100"};
constexpr db::Statement find_sql{"announcements.find",
                                 "select " COLUMNS ", false from announcements a where a.id = $1"};
constexpr db::Statement reactions_sql{"announcements.reactions", R"sql(
  select announcement_id, name, count(*), bool_or(account_id = $1)
  from announcement_reactions where announcement_id = any($2::bigint[])
  group by announcement_id, name order by min(created_at), name
)sql"};
constexpr db::Statement insert_sql{"announcements.insert", R"sql(
  insert into announcements (id, text, all_day, starts_at, ends_at, published_at, updated_at)
  values ($1, $2, $3, $4, $5, $6, $7)
)sql"};
constexpr db::Statement remove_sql{"announcements.remove", "delete from announcements where id = $1"};
constexpr db::Statement dismiss_sql{"announcements.dismiss", R"sql(
  insert into announcement_reads (announcement_id, account_id) values ($1, $2) on conflict do nothing
)sql"};
// Locked, so that two new ones at once do not both find room.
constexpr db::Statement react_sql{"announcements.react", R"sql(
  with locked as (select id from announcements where id = $1 for update),
  names as (select distinct name from announcement_reactions where announcement_id in (select id from locked)),
  room as (select (select count(*) from names) < $4 or $2 in (select name from names) as is_there),
  new as (
    insert into announcement_reactions (announcement_id, name, account_id, created_at)
    select $1, $2, $3, $5 from room where is_there on conflict do nothing)
  select is_there from room
)sql"};
constexpr db::Statement unreact_sql{
    "announcements.unreact",
    "delete from announcement_reactions where announcement_id = $1 and name = $2 and account_id = $3"};

Announcement read(db::Row const& row) {
  return {.id = row.get<AnnouncementId>(0),
          .text = row.get<std::string>(1),
          .all_day = row.get<bool>(2),
          .starts_at = row.maybe<Timestamp>(3),
          .ends_at = row.maybe<Timestamp>(4),
          .published_at = row.get<Timestamp>(5),
          .updated_at = row.get<Timestamp>(6),
          .read = row.get<bool>(7)};
}

}  // namespace

std::vector<Announcement> current(Tx& tx, AccountId reader, Timestamp now) {
  std::vector<Announcement> found;
  for (auto const row : tx.query(current_sql, reader, now)) found.push_back(read(row));
  return found;
}

std::optional<Announcement> find(Tx& tx, AnnouncementId id) {
  auto const rows = tx.query(find_sql, id);
  if (rows.empty()) return std::nullopt;
  return read(rows[0]);
}

std::vector<AnnouncementReaction> reactions(Tx& tx, AccountId reader, std::span<AnnouncementId const> ids) {
  std::vector<AnnouncementReaction> found;
  if (ids.empty()) return found;
  for (auto const row : tx.query(reactions_sql, reader, ids))
    found.push_back({row.get<AnnouncementId>(0), row.get<std::string>(1), row.get<std::int64_t>(2), row.get<bool>(3)});
  return found;
}

void insert(Tx& tx, Announcement const& a) {
  tx.execute(insert_sql, a.id, a.text, a.all_day, a.starts_at, a.ends_at, a.published_at, a.updated_at);
}

bool remove(Tx& tx, AnnouncementId id) {
  return tx.query(remove_sql, id).affected() > 0;
}

void dismiss(Tx& tx, AccountId reader, AnnouncementId id) {
  tx.execute(dismiss_sql, id, reader);
}

bool react(Tx& tx, AccountId reader, AnnouncementId id, std::string_view name, int most, Timestamp now) {
  return tx.query(react_sql, id, name, reader, most, now)[0].get<bool>(0);
}

void unreact(Tx& tx, AccountId reader, AnnouncementId id, std::string_view name) {
  tx.execute(unreact_sql, id, name, reader);
}

#undef COLUMNS

}  // namespace dunlin::store::announcements
