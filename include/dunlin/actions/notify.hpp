#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

/// Every notification is written by this. `type` is what clients call it; `about` the status it is of, none for
/// follows; `subject` the id of what else it is of (a severance, a collection, a warning, the year of a report).
/// Whoever it is for must not be checked before: own doings, blocks, mutes, blocked domains, suspensions, deleted
/// statuses, those who are not local and what was told already are left out, and the reader's policy is applied
/// (store::notifications::insert). "update", "quoted_update" and "collection_update" replace what was told earlier
/// of the same thing. Returns those who are to see it now, not those for whom it is kept back. One query.
std::vector<AccountId> notify_all(App&, db::Tx&, std::span<AccountId const> whom, std::string_view type, AccountId from,
                                  StatusId about = {}, std::int64_t subject = 0);
/// The same for one. False when there is nothing to see.
bool notify(App&, db::Tx&, AccountId whom, std::string_view type, AccountId from, StatusId about = {},
            std::int64_t subject = 0);
/// Takes the notification back, since what it told of was undone.
void unnotify(db::Tx&, AccountId whom, std::string_view type, AccountId from, StatusId about = {},
              std::int64_t subject = 0);

/// What the one who was told does with it. False when there is no such notification.
bool dismiss_notification(db::Tx&, AccountId who, NotificationId);
void dismiss_notifications(db::Tx&, AccountId who, std::span<NotificationId const>);
void dismiss_notification_group(db::Tx&, AccountId who, std::string_view group_key);
void clear_notifications(db::Tx&, AccountId who);

}  // namespace dunlin::actions
