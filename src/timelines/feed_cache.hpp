#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/redis/redis.hpp"

// How a home feed stands in Redis: a sorted set in which all scores are 0 and each member is a status id in 8 bytes,
// highest first. (As scores, ids would be rounded: doubles hold 53 bits.) Redis then sorts by the bytes, which is by
// id. A feed that reaches down to the very first status also holds the id 0, which the trimming to the newest 400
// takes away first. So of any feed it is known from its lowest member on what it covers.
namespace dunlin::timelines::feed_cache {

inline constexpr int most_kept = 400;

/// The part of a window that a feed covers.
struct Part {
  std::vector<StatusId> ids;  // newest first, as many as asked for
  std::int64_t covers = 0;    // all of the feed from this id upwards stands in the cache; 0: all there is
};

/// Nothing when there is no feed. The newest page is one command. Throws redis::Error.
awaitable<std::optional<Part>> read(App& app, AccountId who, Window window);

/// Announces that a feed is being built from what is read hereafter: until then, pushes are noted beside it. Returns
/// a token of this attempt.
awaitable<std::string> begin(App& app, AccountId who);
/// Stores the built feed with what was noted, unless it was dropped since begin().
awaitable<void> finish(App& app, AccountId who, std::string token, std::vector<StatusId> newest, bool complete);

awaitable<void> push(App& app, StatusId status, std::span<AccountId const> to);
awaitable<void> remove(App& app, StatusId status, std::span<AccountId const> from);
awaitable<void> drop(App& app, AccountId who);

}  // namespace dunlin::timelines::feed_cache
