#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/notification.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"

// What people want to see at once, and what was kept back for them.
namespace dunlin::store::notification_policies {

using db::Tx;

NotificationPolicy find(Tx& tx, AccountId of);
void put(Tx& tx, AccountId of, NotificationPolicy const& policy);

/// How far anybody counts what is kept back.
inline constexpr int most_counted = 100;

/// What is kept back, each number at most `most_counted` (notifications: of that many requests).
struct Pending {
  std::int64_t requests = 0, notifications = 0;
};
Pending pending(Tx& tx, AccountId of);

/// Messages of one sender that were kept back.
struct Request {
  NotificationRequestId id;
  AccountId from;
  std::int64_t notifications = 0;  // at most `most_counted`
  StatusId last_status;            // the newest of them
  Timestamp created_at, updated_at;
};
/// Those that have something to show, newest first.
std::vector<Request> requests(Tx& tx, AccountId of, Window const& window);
std::optional<Request> request(Tx& tx, AccountId of, NotificationRequestId id);

/// Takes the requests out. Returns whom they were about.
std::vector<AccountId> take_requests(Tx& tx, AccountId of, std::span<NotificationRequestId const> ids);
/// Never filters these again.
void permit(Tx& tx, AccountId of, std::span<AccountId const> from, Timestamp now);
/// Deletes what was kept back of these.
void discard(Tx& tx, AccountId of, std::span<AccountId const> from);

/// A job is to show what was kept back; until it has, the merge is open.
void open_merge(Tx& tx, AccountId of, std::span<AccountId const> from);
bool merging(Tx& tx, AccountId of);
/// Shows what was kept back of an account and closes the merge. Returns the newest direct messages among it, oldest
/// first, at most `most_counted`.
std::vector<StatusId> merge(Tx& tx, AccountId of, AccountId from);

}  // namespace dunlin::store::notification_policies
