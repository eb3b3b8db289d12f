#pragma once
#include <string>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/federation/vocabulary/note.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

/// A post of another server that is about to be stored here.
struct Arrival {
  federation::vocabulary::Note note;
  Account author;
  AccountId delivered_to;  // none for nobody's personal inbox
  bool wanted = false;     // somebody asked for it: stored though nobody here may need it, and nobody is told
  int depth = 0;           // how many replies below somebody needs it as a parent
  bool relayed = false;    // a relay brought it: stored for the public timeline, and told as usual
};

/// Stores it, if anybody here needs it (contract, section 7), fetching whom it mentions. None when it was not
/// stored; the id of the one that was there, when it was.
awaitable<StatusId> store_arrival(App&, Arrival arrival);
/// resolve_status for a parent that stands so far up a thread.
awaitable<StatusId> resolve_ancestor(App&, std::string url, int depth);
/// The Status of a note: who is mentioned and what it answers to as far as they are here. Id not set.
Status to_status(App&, db::Tx&, federation::vocabulary::Note const&, Account const& author);

/// What its server says of it again without calling it an edit: counts of its poll, and texts that changed in silence,
/// which leave no history.
void receive_refresh(App&, db::Tx&, Status const& changed);

/// How far up a thread is fetched.
inline constexpr int most_ancestors = 50;

}  // namespace dunlin::actions
