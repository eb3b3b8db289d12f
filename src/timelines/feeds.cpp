#include "dunlin/timelines/feeds.hpp"

#include <algorithm>

#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/log/log.hpp"
#include "dunlin/platform/redis/redis.hpp"
#include "dunlin/store/home.hpp"
#include "feed_cache.hpp"

namespace dunlin::timelines {
namespace {

using feed_cache::Part;
using Ids = std::vector<StatusId>;

awaitable<Ids> from_tables(App& app, AccountId who, Window window) {
  return app.db.read([who, window](db::Tx& tx) { return store::home::page(tx, who, window); });
}

/// The part of a window that this feed, newest first, covers: what feed_cache::read would answer.
Part part_of(Ids const& newest, bool complete, Window const& window) {
  Part part{{}, complete ? 0 : newest.back().value};
  auto const above = window.min_id != 0 ? window.min_id : window.since_id;
  for (auto const id : newest)
    if (id.value > above && (window.max_id == 0 || id.value < window.max_id)) part.ids.push_back(id);
  auto const limit = static_cast<std::size_t>(window.limit);
  if (part.ids.size() <= limit) return part;
  if (window.min_id != 0) {
    part.ids.erase(part.ids.begin(), part.ids.end() - window.limit);
  } else {
    part.ids.resize(limit);
  }
  return part;
}

/// Builds the feed from PostgreSQL for next time, and answers from what was built.
awaitable<Part> build(App& app, AccountId who, Window window) {
  auto const token = co_await feed_cache::begin(app, who);
  auto const newest = co_await from_tables(app, who, {.limit = feed_cache::most_kept});
  bool const complete = newest.size() < feed_cache::most_kept;
  try {
    co_await feed_cache::finish(app, who, token, newest, complete);
  } catch (redis::Error const& error) {
    log::debug("feeds: a built feed was not stored: {}", error.what());
  }
  co_return part_of(newest, complete, window);
}

/// What the window holds below the cached part, when the page goes on there.
std::optional<Window> rest_below(Part const& part, Window const& window) {
  auto const left = window.limit - static_cast<int>(part.ids.size());
  if (part.covers == 0 || left <= 0 || window.since_id >= part.covers) return std::nullopt;
  auto const below = window.max_id == 0 ? part.covers : std::min(window.max_id, part.covers);
  return Window{.max_id = below, .since_id = window.since_id, .limit = left};
}

/// With min_id the page begins below the cached part and goes on into it.
std::optional<Window> start_below(Part const& part, Window const& window) {
  if (part.covers == 0 || window.min_id >= part.covers) return std::nullopt;
  auto const below = window.max_id == 0 ? part.covers : std::min(window.max_id, part.covers);
  return Window{.max_id = below, .min_id = window.min_id, .limit = window.limit};
}

awaitable<Ids> with_the_rest(App& app, AccountId who, Window window, Part part) {
  if (window.min_id != 0) {
    auto const start = start_below(part, window);
    if (!start) co_return std::move(part.ids);
    auto ids = co_await from_tables(app, who, *start);
    // Of the newer part, the lowest are nearest to min_id.
    auto const room = std::min(part.ids.size(), static_cast<std::size_t>(window.limit) - ids.size());
    ids.insert(ids.begin(), part.ids.end() - static_cast<std::ptrdiff_t>(room), part.ids.end());
    co_return ids;
  }
  if (auto const rest = rest_below(part, window)) {
    auto const older = co_await from_tables(app, who, *rest);
    part.ids.insert(part.ids.end(), older.begin(), older.end());
  }
  co_return std::move(part.ids);
}

}  // namespace

awaitable<Ids> home(App& app, AccountId who, Window window) {
  std::optional<Part> part;
  try {
    part = co_await feed_cache::read(app, who, window);
    if (!part) part = co_await build(app, who, window);
  } catch (redis::Error const& error) {
    log::debug("feeds: {}", error.what());
  }
  if (!part) co_return co_await from_tables(app, who, window);
  co_return co_await with_the_rest(app, who, window, std::move(*part));
}

awaitable<void> push(App& app, StatusId status, std::span<AccountId const> to) {
  return feed_cache::push(app, status, to);
}

awaitable<void> remove(App& app, StatusId status, std::span<AccountId const> from) {
  return feed_cache::remove(app, status, from);
}

awaitable<void> drop(App& app, AccountId who) {
  return feed_cache::drop(app, who);
}

}  // namespace dunlin::timelines
