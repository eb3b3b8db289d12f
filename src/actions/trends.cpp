#include "dunlin/actions/trends.hpp"

#include <chrono>

#include "dunlin/base/time.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/trends.hpp"

namespace dunlin::actions {
namespace {

constexpr Duration pause = std::chrono::minutes(5);

}  // namespace

awaitable<void> refresh_trends(App& app, RefreshTrends, jobs::Job const&) {
  auto const now = app.clock.now();
  co_await app.db.transact([&](db::Tx& tx) { store::trends::recompute(tx, now); }, db::Urgency::background);
  throw jobs::Later(now + pause);
}

void schedule_trends(db::Tx& tx) {
  jobs::enqueue(tx, RefreshTrends(), {.unique_key = "periodic"});
}

void add_trend_jobs(jobs::Queue& queue) {
  queue.add<RefreshTrends>(refresh_trends, {.at_once = 1});
}

}  // namespace dunlin::actions
