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
awaitable<void> receive_quote_request(Inbound const&);
awaitable<void> receive_flag(Inbound const&);
awaitable<void> receive_emoji_reaction(Inbound const&);
awaitable<void> receive_move(Inbound const&);
awaitable<void> receive_request(Inbound const&);

/// An edit or removal that a group announces. False when it announces something else, or what is not here yet.
awaitable<bool> receive_wrapped(Inbound const&);
/// What a status is by its own server now: an edit, or only other counts. False when it is not here.
bool receive_newer(App&, db::Tx&, federation::vocabulary::Note const&, Account const& author);

/// Accept or Reject of our request to a relay, and its Follow in turn. False when it is something else.
bool receive_relay_answer(Inbound const&, db::Tx&);
bool receive_relay_follow(Inbound const&, db::Tx&);
/// The consent to a reply of ours, where its parent's author wants to be asked. False when it is something else.
bool receive_approval(Inbound const&, db::Tx&);
/// Accept or Reject of a request to quote, and the Delete of a consent. False when it is something else.
bool receive_quote_answer(Inbound const&, db::Tx&);
bool receive_stamp_removal(Inbound const&, db::Tx&);
/// The emoji of a Like or EmojiReact, if it has a usable one, is remembered.
void remember_reaction(Inbound const&, db::Tx&, StatusId status, bool only_one);

/// The note in an activity, if its actor wrote it: the embedded copy where it says so itself, else, on the same
/// host, the one its own address gives.
awaitable<std::optional<federation::vocabulary::Note>> own_note(Inbound const&, federation::vocabulary::Node const&);
awaitable<void> receive_block(Inbound const&);

/// An answer of the actor to a poll of ours.
void receive_vote(Inbound const&, db::Tx&, federation::vocabulary::Vote const&);

/// A local account by any spelling of its address.
std::optional<Account> local_account(App&, db::Tx&, std::string_view uri);
/// A status that is here, by its id or, for ours, by any spelling of its address.
StatusId known_status(App&, db::Tx&, std::string_view uri);
/// What the activity says about its time, or now.
Timestamp time_of(Inbound const&);

}  // namespace dunlin::actions
