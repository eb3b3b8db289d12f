#include "dunlin/federation/send.hpp"

#include <algorithm>

#include "dunlin/base/refusal.hpp"
#include "dunlin/federation/deliver.hpp"
#include "dunlin/federation/documents.hpp"
#include "dunlin/federation/send_refreshed.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/activity.hpp"
#include "dunlin/federation/vocabulary/actor.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/statuses.hpp"
#include "expand.hpp"

namespace dunlin::federation {
namespace {

Audience readers_of(Status const& status) {
  Audience audience;
  for (auto const& mention : status.mentions) audience.accounts.push_back(mention.account);
  if (status.visibility == Visibility::direct || status.visibility == Visibility::limited) return audience;
  audience.followers_of.push_back(status.author);
  if (status.in_reply_to_account && is_open(status.visibility)) {
    audience.accounts.push_back(status.in_reply_to_account);
    // Whoever follows the one replied to sees the thread there.
    if (status.in_reply_to_account != status.author) audience.followers_of.push_back(status.in_reply_to_account);
  }
  return audience;
}

/// Sends what `write` makes, which is only called when somebody remote is concerned.
template <class Write>
void send_written(App& app, db::Tx& tx, AccountId sender, Audience const& audience, Write write) {
  auto const inboxes = first_inboxes(tx, audience);
  if (!inboxes.empty()) dispatch(app, tx, sender, write(), audience, inboxes);
}

void send_deed(App& app, db::Tx& tx, AccountId sender, AccountId to, std::string const& activity, bool in_person) {
  send(app, tx, sender, activity, Audience{.accounts = {to}, .in_person = in_person});
}

/// An id for an answer: it must be our own and new, never that of what is answered.
std::string answer_uri(App& app, db::Tx& tx, Account const& actor, std::string_view kind) {
  return actor.uri + "#" + std::string(kind) + "/" + std::to_string(tx.next_id<FollowId>(app.clock.now()).value);
}

void send_answer(App& app, db::Tx& tx, std::string_view type, std::string_view kind, AccountId target,
                 Account const& follower, std::string const& follow_uri) {
  if (follower.is_local()) return;
  auto const actor = store::existing_account(app.records, tx, target);
  vocabulary::Deed const follow{"Follow", follow_uri, follower.uri, actor->uri};
  send_deed(app, tx, target, follower.id,
            vocabulary::write_answer(type, answer_uri(app, tx, *actor, kind), actor->uri, follow), true);
}

/// A boost that may be gone from the store already, as its Undo shows it.
Status boost_status(App& app, StatusId id, std::string const& uri, AccountId booster, Visibility visibility) {
  Status boost;
  boost.id = id;
  boost.uri = uri;
  boost.author = booster;
  boost.visibility = visibility;
  boost.created_at = app.clock.now();
  return boost;
}

Audience readers_of_boost(Status const& boost, Status const& original) {
  return Audience{.followers_of = {boost.author}, .accounts = {original.author}};
}

vocabulary::Deed like(App const& app, Account const& who, Status const& status, FavouriteId id) {
  return {"Like", favourite_uri(app, who.id, id), who.uri, status.uri};
}

}  // namespace

void send(App& app, db::Tx& tx, AccountId sender, std::string activity, Audience const& audience) {
  send_written(app, tx, sender, audience, [&] { return std::move(activity); });
}

void send_created(App& app, db::Tx& tx, Status const& status) {
  if (status.local_only) return;
  auto audience = readers_of(status);
  audience.synchronizes = status.visibility == Visibility::private_;
  send_written(app, tx, status.author, audience, [&] {
    NoteParts const parts(app, tx, status);
    return vocabulary::write_create(urls(app.config), parts.source());
  });
}

void send_updated(App& app, db::Tx& tx, Status const& status) {
  if (status.local_only) return;
  auto audience = readers_of(status);
  audience.interested_in = status.id;
  send_written(app, tx, status.author, audience, [&] {
    NoteParts const parts(app, tx, status);
    return vocabulary::write_update(urls(app.config), parts.source());
  });
}

void send_deleted(App& app, db::Tx& tx, Status const& status) {
  if (status.local_only) return;
  auto audience = readers_of(status);
  audience.interested_in = status.id;
  send_written(app, tx, status.author, audience, [&] {
    return vocabulary::write_delete(urls(app.config), *store::existing_account(app.records, tx, status.author), status);
  });
}

void send_boosted(App& app, db::Tx& tx, StatusId boost, Status const& original, AccountId booster,
                  Visibility visibility) {
  if (original.local_only) return;
  auto const made = boost_status(app, boost, boost_uri(app, booster, boost), booster, visibility);
  send_written(app, tx, booster, readers_of_boost(made, original),
               [&] { return vocabulary::write_announce(BoostParts(app, tx, made, original).boost()); });
}

void send_unboosted(App& app, db::Tx& tx, StatusId boost, std::string const& boost_uri, Status const& original,
                    AccountId booster) {
  if (original.local_only) return;
  auto const gone = boost_status(app, boost, boost_uri, booster, original.visibility);
  send_written(app, tx, booster, readers_of_boost(gone, original),
               [&] { return vocabulary::write_undo_announce(BoostParts(app, tx, gone, original).boost()); });
}

void send_votes(App& app, db::Tx& tx, AccountId voter, Status const& status, std::span<std::string const> options) {
  if (status.local) return;
  auto const account = store::existing_account(app.records, tx, voter);
  auto const now = app.clock.now();
  auto const author = store::existing_account(app.records, tx, status.author)->uri;
  for (auto const& option : options) {
    auto const id = account->uri + "#votes/" + std::to_string(tx.next_id<FollowId>(now).value);
    send_deed(app, tx, voter, status.author,
              vocabulary::write_vote({id, account->uri, author, option, status.uri, now}), false);
  }
}

void send_refreshed(App& app, db::Tx& tx, Status const& status, std::vector<AccountId> others) {
  if (status.local_only) return;
  auto audience = readers_of(status);
  audience.accounts.insert(audience.accounts.end(), others.begin(), others.end());
  send_written(app, tx, status.author, audience, [&] {
    NoteParts const parts(app, tx, status);
    return vocabulary::write_update(urls(app.config), parts.source(), app.clock.now());
  });
}

void send_favourited(App& app, db::Tx& tx, AccountId who, Status const& status, FavouriteId id) {
  if (status.local || status.local_only) return;
  auto const account = store::existing_account(app.records, tx, who);
  send_deed(app, tx, who, status.author, vocabulary::write_deed(like(app, *account, status, id)), false);
}

void send_unfavourited(App& app, db::Tx& tx, AccountId who, Status const& status, FavouriteId id) {
  if (status.local || status.local_only) return;
  auto const account = store::existing_account(app.records, tx, who);
  send_deed(app, tx, who, status.author, vocabulary::write_undo(like(app, *account, status, id)), false);
}

void send_follow(App& app, db::Tx& tx, AccountId follower, Account const& target, FollowId id) {
  if (target.is_local()) return;
  vocabulary::Deed const follow{"Follow", follow_uri(app, follower, id),
                                store::existing_account(app.records, tx, follower)->uri, target.uri};
  send_deed(app, tx, follower, target.id, vocabulary::write_deed(follow), true);
}

void send_unfollow(App& app, db::Tx& tx, AccountId follower, Account const& target, std::string const& follow_uri) {
  if (target.is_local()) return;
  vocabulary::Deed const follow{"Follow", follow_uri, store::existing_account(app.records, tx, follower)->uri,
                                target.uri};
  send_deed(app, tx, follower, target.id, vocabulary::write_undo(follow), true);
}

void send_accept_follow(App& app, db::Tx& tx, AccountId target, Account const& follower,
                        std::string const& follow_uri) {
  send_answer(app, tx, "Accept", "accepts/follows", target, follower, follow_uri);
}

void send_reject_follow(App& app, db::Tx& tx, AccountId target, Account const& follower,
                        std::string const& follow_uri) {
  send_answer(app, tx, "Reject", "rejects/follows", target, follower, follow_uri);
}

void send_block(App& app, db::Tx& tx, AccountId who, Account const& target, BlockId id) {
  if (target.is_local()) return;
  vocabulary::Deed const block{"Block", block_uri(app, who, id), store::existing_account(app.records, tx, who)->uri,
                               target.uri};
  send_deed(app, tx, who, target.id, vocabulary::write_deed(block), true);
}

void send_unblock(App& app, db::Tx& tx, AccountId who, Account const& target, std::string const& block_uri) {
  if (target.is_local()) return;
  vocabulary::Deed const block{"Block", block_uri, store::existing_account(app.records, tx, who)->uri, target.uri};
  send_deed(app, tx, who, target.id, vocabulary::write_undo(block), true);
}

void send_profile(App& app, db::Tx& tx, AccountId who) {
  send_written(app, tx, who, Audience{.followers_of = {who}, .bulk = true}, [&] {
    // The record in memory is from before this transaction, and so is the document made of it.
    auto const account = store::accounts::find(tx, who);
    if (!account) throw not_found();
    return vocabulary::write_update_actor(urls(app.config), *account, fresh_actor_document(app, tx, *account),
                                          app.clock.now());
  });
}

void send_pinned(App& app, db::Tx& tx, AccountId who, Status const& status) {
  if (status.local_only || !is_open(status.visibility)) return;
  send_written(app, tx, who, Audience{.followers_of = {who}, .bulk = true},
               [&] { return vocabulary::write_pin("Add", *store::existing_account(app.records, tx, who), status); });
}

void send_unpinned(App& app, db::Tx& tx, AccountId who, Status const& status) {
  if (status.local_only || !is_open(status.visibility)) return;
  send_written(app, tx, who, Audience{.followers_of = {who}, .bulk = true},
               [&] { return vocabulary::write_pin("Remove", *store::existing_account(app.records, tx, who), status); });
}

std::string follow_uri(App const& app, AccountId follower, FollowId id) {
  return urls(app.config).actor(follower) + "#follows/" + to_string(id);
}
std::string favourite_uri(App const& app, AccountId who, FavouriteId id) {
  return urls(app.config).actor(who) + "#likes/" + to_string(id);
}
std::string boost_uri(App const& app, AccountId booster, StatusId boost) {
  return urls(app.config).status(booster, boost) + "/activity";
}
std::string block_uri(App const& app, AccountId who, BlockId id) {
  return urls(app.config).actor(who) + "#blocks/" + to_string(id);
}

}  // namespace dunlin::federation
