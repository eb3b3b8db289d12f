#pragma once
#include "dunlin/domain/notification.hpp"
#include "dunlin/platform/db/rows.hpp"

namespace dunlin::store {

#define NOTIFICATION_COLUMNS \
  "n.id, n.account_id, n.type, n.from_id, n.status_id, n.subject_id, n.filtered, n.group_key, n.created_at "

inline Notification read_notification(db::Row const& row) {
  return {.id = row.get<NotificationId>(0),
          .account = row.get<AccountId>(1),
          .type = row.get<std::string>(2),
          .from = row.get<AccountId>(3),
          .status = row.get_or(4, StatusId{}),
          .subject = row.get<std::int64_t>(5),
          .filtered = row.get<bool>(6),
          .group_key = std::string(row.text(7)),
          .created_at = row.get<Timestamp>(8)};
}

// Which rows a list of $1's notifications shows: of types $2 (empty for all), not of types $3, from $4 (0 for all),
// with $5 also those that the policy keeps back. Wants `n` and nothing else.
#define NOTIFICATION_SHOWN                                                                                 \
  "n.account_id = $1 and (cardinality($2::text[]) = 0 or n.type = any($2::text[])) "                       \
  "and n.type <> all($3::text[]) and ($4::bigint = 0 or n.from_id = $4) and ($5::bool or not n.filtered) " \
  "and not exists (select from accounts a where a.id = n.from_id and a.suspended_at is not null) "

}  // namespace dunlin::store
