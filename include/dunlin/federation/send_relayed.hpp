#pragma once
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/relays.hpp"

/// What we send to relays: public posts, their edits and their end.
namespace dunlin::federation {

void relay_created(App&, db::Tx&, Status const&);
void relay_updated(App&, db::Tx&, Status const&);
void relay_deleted(App&, db::Tx&, Status const&);

/// The instance actor asks to be let in, takes that back, or answers the relay that follows it in turn.
std::string relay_follow_uri(App const&, store::relays::RelayId);
void send_relay_follow(App&, db::Tx&, store::relays::Relay const&);
void send_relay_unfollow(App&, db::Tx&, store::relays::Relay const&);
void send_relay_accept(App&, db::Tx&, store::relays::Relay const&, std::string const& follow_uri);

}  // namespace dunlin::federation
