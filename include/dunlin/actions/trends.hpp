#pragma once
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::actions {

/// Job, every few minutes: finds out what many use of late.
struct RefreshTrends {
  static constexpr std::string_view kind = "refresh_trends";
  std::string to_text() const { return {}; }
  static RefreshTrends from_text(std::string const&) { return {}; }
};
awaitable<void> refresh_trends(App&, RefreshTrends, jobs::Job const&);
/// Begins it, unless it has begun before.
void schedule_trends(db::Tx& tx);

void add_trend_jobs(jobs::Queue& queue);

}  // namespace dunlin::actions
