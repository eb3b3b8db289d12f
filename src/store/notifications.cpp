#include "dunlin/store/notifications.hpp"

#include <utility>

#include "windows.hpp"

namespace dunlin::store::notifications {
namespace {

// A domain somebody blocked may still reach them through whom they follow. An account hears of itself only that
// its own poll is over.
constexpr db::Statement insert_sql{"notifications.insert", R"sql(
  insert into notifications (id, account_id, type, from_id, status_id, created_at)
  select told.id, told.account_id, $3, $4, nullif($5::bigint, 0), $6
  from unnest($1::bigint[], $2::bigint[]) as told (id, account_id)
  join accounts a on a.id = told.account_id and a.domain is null and a.suspended_at is null
  where (told.account_id <> $4 or $3 = 'poll')
    and not exists (select from blocks b
                    where (b.account_id = told.account_id and b.target_id = $4)
                       or (b.account_id = $4 and b.target_id = told.account_id))
    and not exists (select from mutes m
                    where m.account_id = told.account_id and m.target_id = $4 and m.hide_notifications
                      and (m.expires_at is null or m.expires_at > $6))
    and not exists (select from account_domain_blocks d join accounts sender on sender.domain = d.domain
                    where d.account_id = told.account_id and sender.id = $4
                      and not exists (select from follows f
                                      where f.follower_id = told.account_id and f.target_id = $4))
    and not exists (select from conversation_mutes c join statuses s on s.conversation_id = c.conversation_id
                    where c.account_id = told.account_id and s.id = $5::bigint)
  on conflict (account_id, type, from_id, coalesce(status_id, 0)) do nothing
  returning account_id
)sql",
                                   true};

Notification read(db::Row const& row) {
  return {.id = row.get<NotificationId>(0),
          .account = row.get<AccountId>(1),
          .type = row.get<std::string>(2),
          .from = row.get<AccountId>(3),
          .status = row.get_or(4, StatusId{}),
          .created_at = row.get<Timestamp>(5)};
}

#define COLUMNS "select n.id, n.account_id, n.type, n.from_id, n.status_id, n.created_at "
// Of $1: types $2, not types $3, from $4 (0 for all).
#define SHOWN                                                                                                    \
  "from notifications n join accounts a on a.id = n.from_id where n.account_id = $1 and a.suspended_at is null " \
  "and (cardinality($2::text[]) = 0 or n.type = any($2::text[])) and n.type <> all($3::text[]) "                 \
  "and ($4::bigint = 0 or n.from_id = $4) "
#define WINDOW "and n.id < $5 and n.id > $6 "

constexpr Windowed page_sql{{"notifications.page", COLUMNS SHOWN WINDOW "order by n.id desc limit $7"},
                            {"notifications.page_above", COLUMNS SHOWN WINDOW "order by n.id limit $7"}};
constexpr db::Statement find_sql{"notifications.find",
                                 COLUMNS "from notifications n where n.account_id = $1 and n.id = $2"};
constexpr db::Statement count_sql{"notifications.count",
                                  "select count(*) from (select " SHOWN "order by n.id desc limit $5) as newest"};
constexpr db::Statement remove_sql{"notifications.remove",
                                   "delete from notifications where account_id = $1 and id = $2"};
constexpr db::Statement remove_all_sql{"notifications.remove_all", "delete from notifications where account_id = $1"};
constexpr db::Statement remove_from_sql{"notifications.remove_from",
                                        "delete from notifications where account_id = $1 and from_id = $2"};
constexpr db::Statement remove_from_domain_sql{"notifications.remove_from_domain", R"sql(
  delete from notifications n using accounts a
  where n.account_id = $1 and a.id = n.from_id and a.domain = $2
)sql"};
constexpr db::Statement take_back_sql{"notifications.take_back", R"sql(
  delete from notifications
  where account_id = $1 and type = $2 and from_id = $3 and coalesce(status_id, 0) = $4
)sql"};

}  // namespace

std::vector<AccountId> insert(Tx& tx, std::span<AccountId const> whom, std::string_view type, AccountId from,
                              StatusId about, Timestamp now) {
  if (whom.empty()) return {};
  std::vector<NotificationId> ids;
  ids.reserve(whom.size());
  for (std::size_t i = 0; i < whom.size(); ++i) ids.push_back(tx.next_id<NotificationId>(now));
  std::vector<AccountId> told;
  for (auto const row : tx.query(insert_sql, ids, whom, type, from, about, now)) told.push_back(row.get<AccountId>(0));
  return told;
}

std::vector<Notification> page(Tx& tx, AccountId of, Filter const& filter, Window const& window) {
  return read_window(tx, page_sql, window, read, of, filter.types, filter.exclude_types, filter.from);
}

std::optional<Notification> find(Tx& tx, AccountId of, NotificationId id) {
  auto const rows = tx.query(find_sql, of, id);
  if (rows.empty()) return std::nullopt;
  return read(rows[0]);
}

std::int64_t count(Tx& tx, AccountId of, Filter const& filter, int most) {
  return tx.query(count_sql, of, filter.types, filter.exclude_types, filter.from, most)[0].get<std::int64_t>(0);
}

bool remove(Tx& tx, AccountId of, NotificationId id) {
  return tx.query(remove_sql, of, id).affected() > 0;
}

void remove_all(Tx& tx, AccountId of) {
  tx.execute(remove_all_sql, of);
}

void remove_from(Tx& tx, AccountId of, AccountId from) {
  tx.execute(remove_from_sql, of, from);
}

void remove_from_domain(Tx& tx, AccountId of, std::string_view domain) {
  tx.execute(remove_from_domain_sql, of, domain);
}

void take_back(Tx& tx, AccountId of, std::string_view type, AccountId from, StatusId about) {
  tx.execute(take_back_sql, of, type, from, about);
}

}  // namespace dunlin::store::notifications
