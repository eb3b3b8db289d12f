#pragma once
#include <string>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::federation {

/// Who an activity goes to; expanded into one delivery per distinct inbox.
struct Audience {
  std::vector<AccountId> followers_of;  // all followers of these
  std::vector<AccountId> accounts;      // remote ones among them get it in person
  StatusId interested_in;               // also who boosted, favourited or replied to this (deletes, edits)
  bool every_known_server = false;      // deletion of an account
  bool in_person = false;               // to personal inboxes, not shared ones
  bool synchronizes = false;            // with it each server learns which of its people follow the sender
  bool bulk = false;                    // nobody waits for it: goes after what people see
};

/// Queues an activity of a local actor for delivery, in the transaction that caused it. `activity` is the
/// finished JSON document. Does nothing when nobody remote is concerned.
void send(App&, db::Tx& tx, AccountId sender, std::string activity, Audience const& audience);

// The activities we send, in the words of the product. Each looks up what it needs, builds the document with
// federation/vocabulary, and queues it. Local-only statuses and local targets send nothing.
void send_created(App&, db::Tx&, Status const&);
void send_updated(App&, db::Tx&, Status const&);
void send_deleted(App&, db::Tx&, Status const&);
void send_boosted(App&, db::Tx&, StatusId boost, Status const& original, AccountId booster, Visibility);
void send_unboosted(App&, db::Tx&, StatusId boost, std::string const& boost_uri, Status const& original,
                    AccountId booster);
void send_favourited(App&, db::Tx&, AccountId who, Status const& status, FavouriteId id);
void send_unfavourited(App&, db::Tx&, AccountId who, Status const& status, FavouriteId id);
void send_follow(App&, db::Tx&, AccountId follower, Account const& target, FollowId id);
void send_unfollow(App&, db::Tx&, AccountId follower, Account const& target, std::string const& follow_uri);
/// `follow_uri` is the id of the Follow that is answered; its whole text is embedded.
void send_accept_follow(App&, db::Tx&, AccountId target, Account const& follower, std::string const& follow_uri);
void send_reject_follow(App&, db::Tx&, AccountId target, Account const& follower, std::string const& follow_uri);
void send_block(App&, db::Tx&, AccountId who, Account const& target, BlockId id);
void send_unblock(App&, db::Tx&, AccountId who, Account const& target, std::string const& block_uri);
void send_profile(App&, db::Tx&, AccountId who);
void send_pinned(App&, db::Tx&, AccountId who, Status const&);
void send_unpinned(App&, db::Tx&, AccountId who, Status const&);

/// The ids our outgoing activities carry, also needed to match their answers.
std::string follow_uri(App const&, AccountId follower, FollowId);
std::string favourite_uri(App const&, AccountId who, FavouriteId);
std::string boost_uri(App const&, AccountId booster, StatusId boost);
std::string block_uri(App const&, AccountId who, BlockId);

}  // namespace dunlin::federation
