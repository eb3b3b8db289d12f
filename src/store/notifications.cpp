#include "dunlin/store/notifications.hpp"

#include <utility>

#include "notification_rows.hpp"
#include "windows.hpp"

namespace dunlin::store::notifications {
namespace {

#define PAGE \
  "select " NOTIFICATION_COLUMNS "from notifications n where " NOTIFICATION_SHOWN "and n.id < $6 and n.id > $7 "
constexpr Windowed page_sql{{"notifications.page", PAGE "order by n.id desc limit $8"},
                            {"notifications.page_above", PAGE "order by n.id limit $8"}};
constexpr db::Statement find_sql{
    "notifications.find", "select " NOTIFICATION_COLUMNS "from notifications n where n.account_id = $1 and n.id = $2"};
constexpr db::Statement count_sql{"notifications.count",
                                  "select count(*) from (select from notifications n where " NOTIFICATION_SHOWN
                                  "and n.id > $6 order by n.id limit $7) as newest"};
constexpr db::Statement remove_sql{"notifications.remove",
                                   "delete from notifications where account_id = $1 and id = $2"};
constexpr db::Statement remove_many_sql{"notifications.remove_many",
                                        "delete from notifications where account_id = $1 and id = any($2::bigint[])"};
constexpr db::Statement remove_all_sql{"notifications.remove_all", "delete from notifications where account_id = $1"};
constexpr db::Statement remove_from_sql{"notifications.remove_from", R"sql(
  with unasked as (delete from notification_requests where account_id = $1 and from_id = $2)
  delete from notifications where account_id = $1 and from_id = $2
)sql"};
constexpr db::Statement remove_from_domain_sql{"notifications.remove_from_domain", R"sql(
  with unasked as (
    delete from notification_requests r using accounts a
    where r.account_id = $1 and a.id = r.from_id and a.domain = $2)
  delete from notifications n using accounts a
  where n.account_id = $1 and a.id = n.from_id and a.domain = $2
)sql"};
constexpr db::Statement take_back_sql{"notifications.take_back", R"sql(
  delete from notifications
  where account_id = $1 and type = $2 and from_id = $3 and coalesce(status_id, 0) = $4 and subject_id = $5
)sql"};

}  // namespace

std::vector<Notification> page(Tx& tx, AccountId of, Filter const& filter, Window const& window) {
  return read_window(tx, page_sql, window, read_notification, of, filter.types, filter.exclude_types, filter.from,
                     filter.include_filtered);
}

std::optional<Notification> find(Tx& tx, AccountId of, NotificationId id) {
  auto const rows = tx.query(find_sql, of, id);
  if (rows.empty()) return std::nullopt;
  return read_notification(rows[0]);
}

std::int64_t count(Tx& tx, AccountId of, Filter const& filter, NotificationId above, int most) {
  return tx
      .query(count_sql, of, filter.types, filter.exclude_types, filter.from, filter.include_filtered, above, most)[0]
      .get<std::int64_t>(0);
}

bool remove(Tx& tx, AccountId of, NotificationId id) {
  return tx.query(remove_sql, of, id).affected() > 0;
}

void remove_many(Tx& tx, AccountId of, std::span<NotificationId const> ids) {
  tx.execute(remove_many_sql, of, ids);
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

void take_back(Tx& tx, AccountId of, std::string_view type, AccountId from, StatusId about, std::int64_t subject) {
  tx.execute(take_back_sql, of, type, from, about, subject);
}

#undef PAGE

}  // namespace dunlin::store::notifications
