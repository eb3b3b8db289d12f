#pragma once
#include <optional>
#include <string>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

struct FollowOptions {
  std::optional<bool> show_boosts, notify;
  std::optional<std::vector<std::string>> languages;
};
/// Follows, or asks to when the target is locked or remote. Repeating updates the options. Refuses following
/// oneself, blocked and moved targets.
void follow(App&, db::Tx&, AccountId follower, AccountId target, FollowOptions options);
/// Ends a follow or withdraws the request.
void unfollow(App&, db::Tx&, AccountId follower, AccountId target);
/// The target lets a waiting follower in, or not.
void accept_follow(App&, db::Tx&, AccountId target, AccountId follower);
void reject_follow(App&, db::Tx&, AccountId target, AccountId follower);

/// A remote account follows a local one: accepted at once, put to the target when locked, rejected when blocked.
void receive_follow(App&, db::Tx&, Account const& follower, AccountId target, std::string const& uri);
void receive_unfollow(App&, db::Tx&, AccountId follower, AccountId target);
/// The remote target answered a request of ours; matched by the Follow's id, or by the pair when that is empty.
void receive_accept(App&, db::Tx&, AccountId target, AccountId follower, std::string const& follow_uri);
void receive_reject(App&, db::Tx&, AccountId target, AccountId follower, std::string const& follow_uri);

void block(App&, db::Tx&, AccountId who, AccountId target);
void unblock(App&, db::Tx&, AccountId who, AccountId target);
void receive_block(App&, db::Tx&, AccountId who, AccountId target, std::string const& uri);
void receive_unblock(App&, db::Tx&, AccountId who, AccountId target);

/// A remote account is gone: its statuses, follows and everything else with it.
void receive_account_removal(App&, db::Tx&, AccountId who);

}  // namespace dunlin::actions
