#pragma once
#include <utility>

#include "dunlin/app.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/relations.hpp"

// What following and blocking share.
namespace dunlin::actions {

/// Both accounts, in one query. Refuses (not_found) one that is missing.
std::pair<Account, Account> load_both(db::Tx& tx, AccountId one, AccountId other);

/// A follow that has ended is told to nobody any more, and shows in no feed.
void forget_follow(db::Tx& tx, Account const& follower, Account const& target);
/// The same of a request to follow.
void forget_request(db::Tx& tx, AccountId follower, Account const& target);

/// Makes the feed of a local account anew.
void renew_feed(db::Tx& tx, Account const& account);

/// Ends what one account follows or asks to follow of the other; tells the remote side, if told to.
void end_follow(App& app, db::Tx& tx, Account const& follower, Account const& target, bool tell);
/// Ends what another account follows of one's own, by refusing it after the fact.
void refuse_follow(App& app, db::Tx& tx, Account const& target, Account const& follower, bool tell);

}  // namespace dunlin::actions
