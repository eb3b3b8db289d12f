#pragma once
#include "dunlin/domain/account.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/vocabulary/actor.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::federation {

/// Stores a remote actor as its document shows it, with its keys: a new account, or the known one changed. Name
/// and domain must have been confirmed. Returns it as stored.
Account keep_actor(db::Tx& tx, vocabulary::Actor const& actor, Timestamp now, Chase chase = Chase::target);

/// The keys that count: those the actor's own document holds and that name it as their owner.
std::vector<std::pair<std::string, std::string>> usable_keys(vocabulary::Actor const& actor);

}  // namespace dunlin::federation
