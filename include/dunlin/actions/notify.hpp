#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

/// Writes a notification ("mention", "favourite", "reblog", "follow", "follow_request", "status", "update", "poll")
/// for a local account, unless it is about itself, blocked or muted (account, domain, conversation), or told
/// already. False when nothing was written.
bool notify(App&, db::Tx&, AccountId whom, std::string_view type, AccountId from, StatusId about = {});
/// The same for many at once, in one query. Returns those who were told.
std::vector<AccountId> notify_all(App&, db::Tx&, std::span<AccountId const> whom, std::string_view type, AccountId from,
                                  StatusId about = {});
/// Takes the notification back, since what it told of was undone.
void unnotify(db::Tx&, AccountId whom, std::string_view type, AccountId from, StatusId about = {});

}  // namespace dunlin::actions
