#pragma once
#include <vector>

#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"

// What belongs in somebody's home feed, asked of the tables themselves. The same rules as audience::of_home, seen
// from the reader's side.
namespace dunlin::store::home {

/// Statuses and boosts by oneself and by those one follows, newest first: without the boosts, languages and answers
/// one does not want, nor what comes from or boosts somebody muted, blocked or of a blocked domain; direct ones when
/// one is named. They are candidates: whether each may be seen is for statuses::visible_to. One to
/// three queries.
std::vector<StatusId> page(db::Tx& tx, AccountId who, Window const& window);

}  // namespace dunlin::store::home
