#pragma once
#include <optional>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/records.hpp"

/// The threads around statuses: who answers whom comes from memory where it can.
namespace dunlin::store::threads {

using db::Tx;

/// At most so many ids of each.
struct Limits {
  int ancestors = 40, descendants = 60, depth = 20;
};
struct Thread {
  std::vector<StatusId> ancestors;  // oldest first
  /// Depth first, each level oldest first; what authors answer themselves stands before all else.
  std::vector<StatusId> descendants;
};
/// What surrounds the status for this viewer (none for anonymous): without accounts and domains that the viewer muted
/// or blocked, and without limited accounts that the viewer does not follow. The ids are candidates: ask
/// store::views. At most three queries.
Thread around(Records& records, Tx& tx, AccountId viewer, StatusId id, Limits limits, Timestamp now);
/// The same if all that takes is in memory.
std::optional<Thread> from_memory(Records& records, AccountId viewer, StatusId id, Limits limits, Timestamp now);

}  // namespace dunlin::store::threads
