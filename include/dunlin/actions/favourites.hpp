#pragma once
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

/// Repeating changes nothing and tells nobody again. Refuses what may not be seen.
void favourite(App&, db::Tx&, AccountId who, StatusId target);
void unfavourite(App&, db::Tx&, AccountId who, StatusId target);
void receive_favourite(App&, db::Tx&, AccountId who, StatusId target, std::string const& uri, Timestamp when);
void receive_unfavourite(App&, db::Tx&, AccountId who, std::string const& uri, StatusId target);

void bookmark(App&, db::Tx&, AccountId who, StatusId target);
void unbookmark(App&, db::Tx&, AccountId who, StatusId target);

/// Pins one's own status to the profile; at most 5.
void pin(App&, db::Tx&, AccountId who, StatusId target);
void unpin(App&, db::Tx&, AccountId who, StatusId target);
void receive_pin(App&, db::Tx&, AccountId who, StatusId target);
void receive_unpin(App&, db::Tx&, AccountId who, StatusId target);

}  // namespace dunlin::actions
