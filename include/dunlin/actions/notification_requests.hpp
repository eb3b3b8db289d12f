#pragma once
#include <span>
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/notification.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/platform/jobs/queue.hpp"

// What people want to be told, and what becomes of what was kept back for them.
namespace dunlin::actions {

/// What is told from now on; what was kept back or dropped before stays so.
void set_notification_policy(db::Tx&, AccountId who, NotificationPolicy const&);

/// From now on all of these are heard, and a job shows what was kept back of them. Unknown ids are passed over.
/// Returns how many there were.
int accept_notification_requests(App&, db::Tx&, AccountId who, std::span<NotificationRequestId const> ids);
/// Deletes what was kept back; the next message asks anew.
int dismiss_notification_requests(db::Tx&, AccountId who, std::span<NotificationRequestId const> ids);

/// Job: shows what was kept back of somebody whose request was accepted.
struct MergeNotifications {
  static constexpr std::string_view kind = "merge_notifications";
  AccountId account, from;
  std::string to_text() const;
  static MergeNotifications from_text(std::string const& text);
};
awaitable<void> merge_notifications(App&, MergeNotifications, jobs::Job const&);

}  // namespace dunlin::actions
