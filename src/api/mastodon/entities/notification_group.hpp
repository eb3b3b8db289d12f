#pragma once
#include <span>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/notification_groups.hpp"
#include "notification.hpp"

namespace dunlin::api::mastodon::entities {

struct GroupForm {
  bool partial_avatars = false;  // of each group only the newest account is whole
  bool on_a_page = false;        // with what the page's window holds of each group
  SupportedTypes supported;
};

/// GroupedNotificationsResults (GroupedNotificationsResults.schema.json): groups, and the accounts and statuses they
/// name, each once. Groups about a status that is gone or hidden are left out, and so are their accounts. A fixed
/// number of queries.
std::string grouped_notifications(App& app, db::Tx& tx, AccountId viewer,
                                  std::span<store::notification_groups::Group const> groups, GroupForm const& form);

}  // namespace dunlin::api::mastodon::entities
