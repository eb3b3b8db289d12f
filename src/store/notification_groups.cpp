#include "dunlin/store/notification_groups.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "notification_rows.hpp"
#include "windows.hpp"

namespace dunlin::store::notification_groups {
namespace {

constexpr auto above_all = std::numeric_limits<std::int64_t>::max();

// From one row to the next that belongs to no group seen before: each step is a short walk on the index of the
// account, and no step looks at a row twice. $8 rows at most; the groups of types $9.
#define GROUPED "(n.group_key is not null and n.type = any($9::text[]))"
#define WALK(seen_before, upwards)                                                                         \
  "with recursive walk as ("                                                                               \
  "  (select n.*, 1 as step, case when " GROUPED                                                           \
  " then array[n.group_key] else '{}' end as seen"                                                         \
  "   from notifications n where " NOTIFICATION_SHOWN "and n.id < $6 and n.id > $7 order by n.id " upwards \
  "   limit 1)"                                                                                            \
  "  union all"                                                                                            \
  "  (select next.* from walk cross join lateral ("                                                        \
  "     select n.*, walk.step + 1, case when " GROUPED                                                     \
  " then walk.seen || n.group_key else walk.seen end"                                                      \
  "     from notifications n where " NOTIFICATION_SHOWN "and n.id < $6 and n.id > $7 and " seen_before     \
  "       and not coalesce(" GROUPED                                                                       \
  " and n.group_key = any(walk.seen), false)"                                                              \
  "     order by n.id " upwards                                                                            \
  " limit 1) as next"                                                                                      \
  "   where walk.step < $8)) "

constexpr db::Statement newest_sql{
    "notification_groups.newest",
    WALK("n.id < walk.id", "desc") "select " NOTIFICATION_COLUMNS "from walk n order by n.step", true};
constexpr db::Statement above_sql{
    "notification_groups.above",
    WALK("n.id > walk.id", "asc") "select " NOTIFICATION_COLUMNS "from walk n order by n.step desc", true};
constexpr db::Statement count_sql{"notification_groups.count",
                                  WALK("n.id > walk.id", "asc") "select count(*) from walk", true};

// $2 keys, $3 up to which id, $4 from which the page goes, $5 how many are named.
constexpr db::Statement gather_sql{"notification_groups.gather", R"sql(
  select g.key, top.id, top.created_at,
    (select count(*) from notifications n
     where n.account_id = $1 and n.group_key = g.key and n.id <= $3
       and not exists (select from accounts a where a.id = n.from_id and a.suspended_at is not null)),
    array(select n.from_id from notifications n
          where n.account_id = $1 and n.group_key = g.key and n.id <= $3
            and not exists (select from accounts a where a.id = n.from_id and a.suspended_at is not null)
          order by n.id desc limit $5),
    (select n.id from notifications n
     where n.account_id = $1 and n.group_key = g.key and n.id >= $4 order by n.id limit 1)
  from unnest($2::text[]) as g (key)
  cross join lateral (
    select n.id, n.created_at from notifications n
    where n.account_id = $1 and n.group_key = g.key and n.id <= $3 order by n.id desc limit 1) as top
)sql"};

constexpr db::Statement find_sql{"notification_groups.find",
                                 "select " NOTIFICATION_COLUMNS
                                 "from notifications n where n.account_id = $1 and n.group_key = $2 "
                                 "and not exists (select from accounts a "
                                 "where a.id = n.from_id and a.suspended_at is not null) "
                                 "order by n.id desc limit 1"};

#define MEMBERS                                                                                    \
  "select " NOTIFICATION_COLUMNS                                                                   \
  "from notifications n where n.account_id = $1 and n.group_key = $2 "                             \
  "and not exists (select from accounts a where a.id = n.from_id and a.suspended_at is not null) " \
  "and n.id < $3 and n.id > $4 "
constexpr Windowed members_sql{{"notification_groups.members", MEMBERS "order by n.id desc limit $5"},
                               {"notification_groups.members_above", MEMBERS "order by n.id limit $5"}};

constexpr db::Statement remove_sql{"notification_groups.remove",
                                   "delete from notifications where account_id = $1 and group_key = $2"};

Group alone(Notification notification) {
  Group group{.key = "ungrouped-" + to_string(notification.id),
              .newest = notification.id,
              .from = {notification.from},
              .page_min = notification.id,
              .page_max = notification.id,
              .latest_at = notification.created_at};
  group.shown = std::move(notification);
  return group;
}

/// Which ids the groups of a page are told by.
struct Bounds {
  std::int64_t from = 0, to = above_all;
};

/// From the page's last row to its first. A page that is not full has all there is: then as far as was asked.
Bounds bounds_of(std::vector<Notification> const& rows, Window const& window) {
  Bounds bounds{rows.back().id.value, rows.front().id.value};
  if (static_cast<int>(rows.size()) >= window.limit) return bounds;
  if (window.min_id != 0)
    bounds.to = window.max_id != 0 ? window.max_id - 1 : above_all;
  else
    bounds.from = window.since_id == above_all ? above_all : window.since_id + 1;
  return bounds;
}

std::vector<Group> gather(Tx& tx, AccountId of, std::vector<Notification> rows,
                          std::span<std::string const> grouped_types, Bounds bounds) {
  std::vector<std::string> keys;
  auto const stands_alone = [&](Notification const& n) {
    return n.group_key.empty() || std::ranges::find(grouped_types, n.type) == grouped_types.end();
  };
  for (auto const& row : rows)
    if (!stands_alone(row)) keys.push_back(row.group_key);
  std::unordered_map<std::string, Group> known;
  if (!keys.empty()) {
    for (auto const row : tx.query(gather_sql, of, keys, bounds.to, bounds.from, samples)) {
      Group group{.key = row.get<std::string>(0),
                  .count = row.get<std::int64_t>(3),
                  .newest = row.get<NotificationId>(1),
                  .page_min = row.get_or(5, row.get<NotificationId>(1)),
                  .page_max = row.get<NotificationId>(1),
                  .latest_at = row.get<Timestamp>(2)};
      for (auto const id : row.get<std::vector<std::int64_t>>(4)) group.from.push_back(AccountId{id});
      known.emplace(group.key, std::move(group));
    }
  }
  std::vector<Group> groups;
  groups.reserve(rows.size());
  for (auto& row : rows) {
    auto const found = stands_alone(row) ? known.end() : known.find(row.group_key);
    if (found == known.end()) {
      groups.push_back(alone(std::move(row)));
    } else {
      groups.push_back(std::move(found->second));
      groups.back().shown = std::move(row);
    }
  }
  return groups;
}

}  // namespace

std::vector<Group> page(Tx& tx, AccountId of, Filter const& filter, std::span<std::string const> grouped_types,
                        Window const& window) {
  bool const upwards = window.min_id != 0;
  auto const below = window.max_id != 0 ? window.max_id : above_all;
  std::vector<Notification> rows;
  for (auto const row :
       tx.query(upwards ? above_sql : newest_sql, of, filter.types, filter.exclude_types, filter.from,
                filter.include_filtered, below, upwards ? window.min_id : window.since_id, window.limit, grouped_types))
    rows.push_back(read_notification(row));
  if (rows.empty()) return {};
  auto const bounds = bounds_of(rows, window);
  return gather(tx, of, std::move(rows), grouped_types, bounds);
}

std::optional<Group> find(Tx& tx, AccountId of, std::string_view key) {
  if (auto const id = ungrouped_id(key)) {
    auto found = notifications::find(tx, of, *id);
    return found ? std::optional(alone(*std::move(found))) : std::nullopt;
  }
  auto const rows = tx.query(find_sql, of, key);
  if (rows.empty()) return std::nullopt;
  auto row = read_notification(rows[0]);
  std::vector<std::string> const types{row.type};
  return std::move(gather(tx, of, {std::move(row)}, types, {})[0]);
}

std::int64_t count(Tx& tx, AccountId of, Filter const& filter, std::span<std::string const> grouped_types,
                   NotificationId above, int most) {
  return tx
      .query(count_sql, of, filter.types, filter.exclude_types, filter.from, filter.include_filtered, above_all, above,
             most, grouped_types)[0]
      .get<std::int64_t>(0);
}

std::vector<Notification> members(Tx& tx, AccountId of, std::string_view key, Window const& window) {
  if (auto const id = ungrouped_id(key)) {
    auto found = notifications::find(tx, of, *id);
    bool const inside = found && (window.max_id == 0 || id->value < window.max_id) &&
                        id->value > std::max(window.since_id, window.min_id);
    return inside ? std::vector{*std::move(found)} : std::vector<Notification>{};
  }
  return read_window(tx, members_sql, window, read_notification, of, key);
}

void remove(Tx& tx, AccountId of, std::string_view key) {
  if (auto const id = ungrouped_id(key))
    notifications::remove(tx, of, *id);
  else
    tx.execute(remove_sql, of, key);
}

#undef GROUPED
#undef WALK
#undef MEMBERS

}  // namespace dunlin::store::notification_groups
