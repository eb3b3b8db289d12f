#pragma once
#include <optional>
#include <span>
#include <unordered_map>

#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/records.hpp"

// Where a viewer stands towards authors: who follows whom, whom the viewer blocks or mutes.
namespace dunlin::store::stances {

using db::Tx;
using Stances = std::unordered_map<AccountId, Stance>;

/// Towards each of these, from memory first, then one query for the missing. Without a database to ask, nothing
/// when any is missing.
std::optional<Stances> find_many(Records& records, Tx* tx, AccountId viewer, std::span<AccountId const> authors);

/// Announces that the two may stand otherwise to each other now.
void changed(Tx& tx, AccountId one, AccountId other);
void all_changed(Tx& tx);

}  // namespace dunlin::store::stances
