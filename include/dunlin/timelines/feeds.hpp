#pragma once
#include <span>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::timelines {

using dunlin::Window;

/// Ids of the home feed in this window, newest first: from Redis, and from PostgreSQL past the cached part and
/// when there is none (the feed is then built for next time). Never ends before the last status does. The ids
/// are candidates: the reader still asks statuses::visible_to.
awaitable<std::vector<StatusId>> home(App&, AccountId who, Window);

/// Puts a status into the home feeds of these local accounts that have one; called by Distribute.
awaitable<void> push(App&, StatusId status, std::span<AccountId const> to);
/// Takes it out again.
awaitable<void> remove(App&, StatusId status, std::span<AccountId const> from);
/// Drops a whole feed, to be rebuilt when next read: after a follow, unfollow, block or mute.
awaitable<void> drop(App&, AccountId who);

}  // namespace dunlin::timelines
