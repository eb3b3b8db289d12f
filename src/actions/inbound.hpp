#pragma once
#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/federation/vocabulary/activity.hpp"
#include "dunlin/platform/db/transaction.hpp"

/// An activity on its way through the inbox table, and the functions the table names.
namespace dunlin::actions {

struct Inbound {
  App& app;
  federation::vocabulary::Activity const& activity;
  Account const& actor;
  AccountId delivered_to;
};

awaitable<void> receive_create(Inbound const&);
awaitable<void> receive_update(Inbound const&);
awaitable<void> receive_delete(Inbound const&);
awaitable<void> receive_announce(Inbound const&);
awaitable<void> receive_like(Inbound const&);
awaitable<void> receive_add(Inbound const&);
awaitable<void> receive_remove(Inbound const&);
awaitable<void> receive_follow(Inbound const&);
awaitable<void> receive_accept(Inbound const&);
awaitable<void> receive_reject(Inbound const&);
awaitable<void> receive_undo(Inbound const&);
awaitable<void> receive_block(Inbound const&);

/// A local account by any spelling of its address.
std::optional<Account> local_account(App&, db::Tx&, std::string_view uri);
/// A status that is here, by its id or, for ours, by any spelling of its address.
StatusId known_status(App&, db::Tx&, std::string_view uri);
/// What the activity says about its time, or now.
Timestamp time_of(Inbound const&);

}  // namespace dunlin::actions
