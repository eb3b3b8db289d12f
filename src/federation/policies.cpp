#include "dunlin/federation/policies.hpp"

#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "memory_content.hpp"

namespace dunlin::federation {

awaitable<std::optional<store::policies::Policy>> policy_for(App& app, std::string host) {
  auto& policies = app.federation.content->policies;
  auto const now = app.clock.now();
  if (!policies.is_fresh(now)) {
    auto all = co_await app.db.read([&](db::Tx& tx) { return store::policies::all(tx); });
    policies.load(std::move(all), now);
  }
  co_return policies.find(host);
}

awaitable<bool> may_federate(App& app, std::string host) {
  auto const policy = co_await policy_for(app, std::move(host));
  // In allow-list mode a domain must be listed; a block beats being listed (contract, section 13).
  if (!policy) co_return !app.config.limited_federation;
  co_return policy->severity != store::policies::Severity::suspend;
}

}  // namespace dunlin::federation
