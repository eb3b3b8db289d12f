#pragma once
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/relations.hpp"

// Accounts that an account shows on its profile, and what it noted about others for itself.
namespace dunlin::store::endorsements {

using db::Tx;

/// Nothing changes when it is there already. They end with the follow: store::relations sees to that.
void insert(Tx& tx, AccountId account, AccountId target, Timestamp now);
void remove(Tx& tx, AccountId account, AccountId target);
/// Newest first, without suspended accounts and those the viewer (none for anonymous) blocks, mutes or is blocked
/// by. One query.
std::vector<relations::Entry> by_account(Tx& tx, AccountId account, AccountId viewer, Window const& window);

/// Empty text removes the note.
void put_note(Tx& tx, AccountId account, AccountId target, std::string_view comment);

}  // namespace dunlin::store::endorsements
