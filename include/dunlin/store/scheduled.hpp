#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/status.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"

// Statuses that wait for their time. What they will be is text of actions/scheduled.
namespace dunlin::store::scheduled {

using db::Tx;

struct Scheduled {
  ScheduledId id;
  AccountId account;
  Timestamp at;
  std::string draft;
  std::vector<Media> media;
};

/// How many wait of this account, and how many of them on the (UTC) day of `when`. Nobody else adds one for this
/// account until the transaction ends. `but` is not counted.
struct Waiting {
  std::int64_t all = 0, that_day = 0;
};
Waiting count(Tx& tx, AccountId account, Timestamp when, ScheduledId but = {});

/// Its media belong to it from then on.
void insert(Tx& tx, Scheduled const& scheduled, Timestamp now);
void move(Tx& tx, ScheduledId id, Timestamp when);
/// Frees its media.
void remove(Tx& tx, ScheduledId id);

std::optional<Scheduled> find(Tx& tx, ScheduledId id);
std::vector<Scheduled> page(Tx& tx, AccountId account, Window const& window);

/// The one whose time has come. Nobody else gets it, or changes it, until the transaction ends.
std::optional<Scheduled> lock_due(Tx& tx, ScheduledId id, Timestamp now);
void free_media(Tx& tx, ScheduledId id);

}  // namespace dunlin::store::scheduled
