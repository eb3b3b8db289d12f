#pragma once
#include <optional>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

/// A boost and what it boosts, as they are now.
struct Boosted {
  Status boost;
  Status original;
};

/// Clients retry, so boosting twice returns the first boost and tells nobody again. Refuses what may not be
/// seen (not_found) or may not be boosted (forbidden).
Boosted boost(App&, db::Tx&, AccountId booster, StatusId target, std::optional<Visibility> visibility);
/// No harm when there is none. Returns the original as it is now; refuses what is not there.
Status unboost(App&, db::Tx&, AccountId booster, StatusId target);
/// A remote account boosted a status known here. One per account and status.
void receive_boost(App&, db::Tx&, AccountId booster, StatusId target, Visibility, std::string const& uri,
                   Timestamp when);
/// By the Announce's id, or by the boosted status' id when that is all that was given.
void receive_unboost(App&, db::Tx&, AccountId booster, std::string const& uri, StatusId target);

}  // namespace dunlin::actions
