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
/// when there is none (the feed is then built for next time) or no Redis. Never ends before the last status does. The
/// ids are candidates: the reader still asks statuses::visible_to. The newest page costs one Redis command.
awaitable<std::vector<StatusId>> home(App&, AccountId who, Window);

/// Puts a status into the home feeds of these local accounts that have one; called by Distribute. Throws
/// redis::Error, and must then be tried again: a feed that lacks a status would lack it for good.
awaitable<void> push(App&, StatusId status, std::span<AccountId const> to);
/// Takes it out again; throws redis::Error.
awaitable<void> remove(App&, StatusId status, std::span<AccountId const> from);
/// Drops a whole feed, to be rebuilt when next read: after the commit of a follow, unfollow, block or mute, by a job.
/// Throws redis::Error, and must then be tried again: the feed would lack somebody until its end.
awaitable<void> drop(App&, AccountId who);

}  // namespace dunlin::timelines
