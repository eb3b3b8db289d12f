#pragma once
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/records.hpp"

namespace dunlin::actions {

// Those for people of this server return the status (the boosted one, given a boost) as it is now, and refuse what
// may not be seen. Repeating changes nothing and tells nobody again.

/// The status as it is now, and what the account has done to it.
struct Favoured {
  Status status;
  store::Deeds deeds;
};
Favoured favourite(App&, db::Tx&, AccountId who, StatusId target);
Favoured unfavourite(App&, db::Tx&, AccountId who, StatusId target);
void receive_favourite(App&, db::Tx&, AccountId who, StatusId target, std::string const& uri, Timestamp when);
/// By the Like's id, or by the status' id when that is all that was given.
void receive_unfavourite(App&, db::Tx&, AccountId who, std::string const& uri, StatusId target);

Status bookmark(App&, db::Tx&, AccountId who, StatusId target);
Status unbookmark(App&, db::Tx&, AccountId who, StatusId target);

/// Pins one's own status to the profile; at most 5.
Status pin(App&, db::Tx&, AccountId who, StatusId target);
Status unpin(App&, db::Tx&, AccountId who, StatusId target);
void receive_pin(App&, db::Tx&, AccountId who, StatusId target);
void receive_unpin(App&, db::Tx&, AccountId who, StatusId target);

/// Hears no more of its conversation.
Status mute_conversation(App&, db::Tx&, AccountId who, StatusId target);
Status unmute_conversation(App&, db::Tx&, AccountId who, StatusId target);

}  // namespace dunlin::actions
