#include "dunlin/store/favourites.hpp"

#include "dunlin/store/records.hpp"
#include "status_rows.hpp"
#include "windows.hpp"

namespace dunlin::store {
namespace {

StatusEntry read_status_entry(db::Row const& row) {
  return {row.get<std::int64_t>(0), row.get<StatusId>(1)};
}

relations::Entry read_account_entry(db::Row const& row) {
  return {row.get<std::int64_t>(0), row.get<AccountId>(1), {}};
}

}  // namespace

namespace favourites {
namespace {

#define DEEDS_BUT_FAVOURITE(account, status, conversation)                                                    \
  "exists (select from statuses where author_id = " account " and boost_of_id = " status                      \
  " and boost_of_id is not null and deleted_at is null), "                                                    \
  "exists (select from bookmarks where account_id = " account " and status_id = " status                      \
  "), "                                                                                                       \
  "exists (select from pins where account_id = " account " and status_id = " status                           \
  "), "                                                                                                       \
  "exists (select from conversation_mutes where account_id = " account " and conversation_id = " conversation \
  "), " VOTES(account, status)
constexpr db::Statement insert_sql{"favourites.insert", R"sql(
  with new as (
    insert into favourites (id, account_id, status_id, uri, created_at) values ($1, $2, $3, $4, $5)
    on conflict do nothing returning id),
  counted as (
    insert into status_stats (status_id, favourites_count) select $3, 1 from new
    on conflict (status_id) do update set favourites_count = status_stats.favourites_count + 1)
  select exists (select from new), )sql" DEEDS_BUT_FAVOURITE("$2", "$3", "$6")};
constexpr db::Statement remove_sql{"favourites.remove", R"sql(
  with gone as (delete from favourites where account_id = $1 and status_id = $2 returning id, uri),
  counted as (
    update status_stats set favourites_count = greatest(0, favourites_count - 1)
    where status_id = $2 and exists (select from gone))
  select coalesce((select id from gone), 0), coalesce((select uri from gone), ''), )sql" DEEDS_BUT_FAVOURITE("$1", "$2",
                                                                                                             "$3")};
constexpr db::Statement by_uri_sql{
    "favourites.by_uri", "select id, account_id, status_id, uri from favourites where account_id = $1 and uri = $2"};

Deeds read_deeds(db::Row const& row, int from, bool favourited) {
  return {.favourited = favourited,
          .boosted = row.get<bool>(from),
          .bookmarked = row.get<bool>(from + 1),
          .pinned = row.get<bool>(from + 2),
          .muted = row.get<bool>(from + 3),
          .votes = read_votes(row, from + 4)};
}

void tell_changed(Tx& tx, AccountId who, StatusId status) {
  tx.changed(change::status, status);
  tx.changed(change::deed, to_string(DeedKey{who, status}));
}

std::optional<Favourite> first(db::Rows const& rows) {
  if (rows.empty()) return std::nullopt;
  auto const row = rows[0];
  return Favourite{row.get<FavouriteId>(0), row.get<AccountId>(1), row.get<StatusId>(2), std::string(row.text(3))};
}

}  // namespace

Made insert(Tx& tx, Favourite const& f, ConversationId conversation, Timestamp when) {
  auto const rows = tx.query(insert_sql, f.id, f.account, f.status, f.uri, when, conversation);
  auto const row = rows[0];
  Made const made{row.get<bool>(0), read_deeds(row, 1, true)};
  if (made.is_new) tell_changed(tx, f.account, f.status);
  return made;
}

Gone remove(Tx& tx, AccountId who, StatusId status, ConversationId conversation) {
  auto const rows = tx.query(remove_sql, who, status, conversation);
  auto const row = rows[0];
  Gone gone{{}, read_deeds(row, 2, false)};
  auto const id = row.get<FavouriteId>(0);
  if (!id) return gone;
  gone.favourite = Favourite{id, who, status, std::string(row.text(1))};
  tell_changed(tx, who, status);
  return gone;
}

std::optional<Favourite> by_uri(Tx& tx, AccountId who, std::string_view uri) {
  return first(tx.query(by_uri_sql, who, uri));
}

namespace {

#define OF_ACCOUNT                                                                    \
  "select f.id, f.status_id from favourites f join statuses s on s.id = f.status_id " \
  "where f.account_id = $1 and s.deleted_at is null and f.id < $2 and f.id > $3 order by f.id "
constexpr Windowed of_account_sql{{"favourites.of_account", OF_ACCOUNT "desc limit $4"},
                                  {"favourites.of_account_above", OF_ACCOUNT "asc limit $4"}};

#define SHOWN_ACCOUNT(account)                                                \
  "join accounts a on a.id = " account                                        \
  " and a.suspended_at is null where ($2::bigint = 0 or not ("                \
  "exists (select from blocks where account_id = $2 and target_id = " account \
  ") "                                                                        \
  "or exists (select from blocks where account_id = " account " and target_id = $2))) "
#define OF_STATUS                                               \
  "select f.id, f.account_id from favourites f " SHOWN_ACCOUNT( \
      "f.account_id") "and f.status_id = $1 and f.id < $3 and f.id > $4 order by f.id "
constexpr Windowed of_status_sql{{"favourites.of_status", OF_STATUS "desc limit $5"},
                                 {"favourites.of_status_above", OF_STATUS "asc limit $5"}};

#define BOOSTERS \
  "select s.id, s.author_id from statuses s " SHOWN_ACCOUNT("s.author_id")                           \
  "and s.boost_of_id = $1 and s.boost_of_id is not null and s.deleted_at is null "                   \
  "and (s.visibility in (0, 1) or s.author_id = $2) and s.id < $3 and s.id > $4 order by s.id "
constexpr Windowed boosters_sql{{"favourites.boosters", BOOSTERS "desc limit $5"},
                                {"favourites.boosters_above", BOOSTERS "asc limit $5"}};

}  // namespace

std::vector<StatusEntry> of_account(Tx& tx, AccountId who, Window const& window) {
  return read_window(tx, of_account_sql, window, read_status_entry, who);
}

std::vector<relations::Entry> of_status(Tx& tx, StatusId status, AccountId viewer, Window const& window) {
  return read_window(tx, of_status_sql, window, read_account_entry, status, viewer);
}

std::vector<relations::Entry> boosters(Tx& tx, StatusId status, AccountId viewer, Window const& window) {
  return read_window(tx, boosters_sql, window, read_account_entry, status, viewer);
}

}  // namespace favourites

namespace bookmarks {
namespace {

constexpr db::Statement insert_sql{"bookmarks.insert", R"sql(
  insert into bookmarks (id, account_id, status_id, created_at) values ($1, $2, $3, $4) on conflict do nothing
)sql"};
constexpr db::Statement remove_sql{"bookmarks.remove",
                                   "delete from bookmarks where account_id = $1 and status_id = $2"};
#define BOOKMARKED                                                                   \
  "select b.id, b.status_id from bookmarks b join statuses s on s.id = b.status_id " \
  "where b.account_id = $1 and s.deleted_at is null and b.id < $2 and b.id > $3 order by b.id "
constexpr Windowed of_account_sql{{"bookmarks.of_account", BOOKMARKED "desc limit $4"},
                                  {"bookmarks.of_account_above", BOOKMARKED "asc limit $4"}};

}  // namespace

void insert(Tx& tx, AccountId who, StatusId status, Timestamp when) {
  tx.execute(insert_sql, tx.next_id<Id<struct BookmarkTag>>(when), who, status, when);
  tx.changed(change::deed, to_string(DeedKey{who, status}));
}

void remove(Tx& tx, AccountId who, StatusId status) {
  tx.execute(remove_sql, who, status);
  tx.changed(change::deed, to_string(DeedKey{who, status}));
}

std::vector<StatusEntry> of_account(Tx& tx, AccountId who, Window const& window) {
  return read_window(tx, of_account_sql, window, read_status_entry, who);
}

}  // namespace bookmarks

namespace pins {
namespace {

// The account's row is locked, so that two pins at once cannot both be the last one allowed.
constexpr db::Statement lock_sql{"pins.lock", "select from accounts where id = $1 for no key update"};
constexpr db::Statement insert_sql{"pins.insert", R"sql(
  with there as (select from pins where account_id = $1 and status_id = $2),
  new as (
    insert into pins (account_id, status_id, created_at)
    select $1, $2, $3 where (select count(*) from pins where account_id = $1) < $4
    on conflict do nothing returning status_id)
  select exists (select from there) or exists (select from new)
)sql"};
constexpr db::Statement remove_sql{"pins.remove",
                                   "delete from pins where account_id = $1 and status_id = $2 returning status_id"};
constexpr db::Statement of_account_sql{"pins.of_account", R"sql(
  select status_id from pins where account_id = $1 order by created_at desc, status_id desc limit 100
)sql"};

}  // namespace

bool insert(Tx& tx, AccountId who, StatusId status, int most, Timestamp when) {
  tx.execute(lock_sql, who);
  tx.changed(change::deed, to_string(DeedKey{who, status}));
  return tx.query(insert_sql, who, status, when, most)[0].get<bool>(0);
}

bool remove(Tx& tx, AccountId who, StatusId status) {
  tx.changed(change::deed, to_string(DeedKey{who, status}));
  return !tx.query(remove_sql, who, status).empty();
}

std::vector<StatusId> of_account(Tx& tx, AccountId who) {
  std::vector<StatusId> pinned;
  for (auto const row : tx.query(of_account_sql, who)) pinned.push_back(row.get<StatusId>(0));
  return pinned;
}

}  // namespace pins

namespace conversation_mutes {
namespace {

constexpr db::Statement insert_sql{
    "conversation_mutes.insert",
    "insert into conversation_mutes (account_id, conversation_id) values ($1, $2) on conflict do nothing"};
constexpr db::Statement remove_sql{"conversation_mutes.remove",
                                   "delete from conversation_mutes where account_id = $1 and conversation_id = $2"};

}  // namespace

void insert(Tx& tx, AccountId who, ConversationId conversation) {
  tx.execute(insert_sql, who, conversation);
  tx.changed(change::deed, "all");  // it touches every status of a thread
}

void remove(Tx& tx, AccountId who, ConversationId conversation) {
  tx.execute(remove_sql, who, conversation);
  tx.changed(change::deed, "all");
}

}  // namespace conversation_mutes
#undef DEEDS_BUT_FAVOURITE
#undef OF_ACCOUNT
#undef SHOWN_ACCOUNT
#undef OF_STATUS
#undef BOOSTERS
#undef BOOKMARKED

}  // namespace dunlin::store
