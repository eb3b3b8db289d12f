#pragma once
#include <optional>
#include <string_view>

#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

// Keys by which clients repeat a request without posting twice (behaviours.md, "Idempotency-Key"). They are
// written in the status' own transaction: a crash loses both or neither.
namespace dunlin::store::idempotency {

using db::Tx;

/// How long a key is kept.
inline constexpr Duration lifetime = std::chrono::seconds(3600);

/// What a key made: a status, or one that waits for its time.
struct Made {
  StatusId status;
  ScheduledId scheduled;
};
/// What this key made, if anything. Holds a lock on the key until the transaction ends, so that of two equal
/// requests at once the second waits for the first and finds its status.
std::optional<Made> find(Tx& tx, AccountId account, std::string_view key, Timestamp now);
void insert(Tx& tx, AccountId account, std::string_view key, StatusId status, Timestamp now);
void insert(Tx& tx, AccountId account, std::string_view key, ScheduledId scheduled, Timestamp now);
/// The one that waited became this status.
void settle(Tx& tx, ScheduledId scheduled, StatusId status);

}  // namespace dunlin::store::idempotency
