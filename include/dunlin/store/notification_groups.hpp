#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/store/notifications.hpp"

// Notifications as clients show them: those of one group as one row.
namespace dunlin::store::notification_groups {

using db::Tx;
using notifications::Filter;

/// How many of a group are named.
inline constexpr int samples = 8;

struct Group {
  Notification shown;  // one of it: what it is about
  std::string key;
  std::int64_t count = 1;
  NotificationId newest;
  std::vector<AccountId> from;  // the newest first, at most `samples`
  // On the page it was read with:
  NotificationId page_min, page_max;
  Timestamp latest_at;
};

/// The groups of a window, newest first by what the window holds of them: one row each, however many are in it. Types
/// that are not in `grouped_types` stand alone. Two queries.
std::vector<Group> page(Tx& tx, AccountId of, Filter const& filter, std::span<std::string const> grouped_types,
                        Window const& window);
/// One, whole. `key` may be that of a notification that stands alone.
std::optional<Group> find(Tx& tx, AccountId of, std::string_view key);
/// How many groups have something above an id, at most this many.
std::int64_t count(Tx& tx, AccountId of, Filter const& filter, std::span<std::string const> grouped_types,
                   NotificationId above, int most);
/// Who stands behind a group, newest first, by the ids of their notifications.
std::vector<Notification> members(Tx& tx, AccountId of, std::string_view key, Window const& window);
void remove(Tx& tx, AccountId of, std::string_view key);

}  // namespace dunlin::store::notification_groups
