#pragma once
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/direct.hpp"

namespace dunlin::actions {

/// Marks a thread of direct posts as read, or as unread again. Refuses (not_found) somebody else's.
void mark_conversation(db::Tx&, AccountId who, store::direct::TalkId id, bool unread);
/// Takes it off the account's list until somebody writes in it again; the posts stay.
void remove_conversation(db::Tx&, AccountId who, store::direct::TalkId id);

}  // namespace dunlin::actions
