#pragma once
#include <optional>
#include <string>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/platform/jobs/queue.hpp"

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
/// Ends somebody else's follow of one's own account.
void remove_follower(App&, db::Tx&, AccountId target, AccountId follower);

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

/// Hides somebody, and what they do unless only their posts shall go; for ever when `lasts` is nothing. Repeating
/// sets it anew.
void mute(App&, db::Tx&, AccountId who, AccountId target, bool notifications, std::optional<Duration> lasts);
void unmute(App&, db::Tx&, AccountId who, AccountId target);

/// Keeps everybody of another server away: ends all follows between, refuses new ones.
void block_domain(App&, db::Tx&, AccountId who, std::string const& domain);
void unblock_domain(App&, db::Tx&, AccountId who, std::string const& domain);

/// A remote account is gone: its statuses, follows and everything else with it.
void receive_account_removal(App&, db::Tx&, AccountId who);

/// Job: the home feed of a local account shows other accounts than before and is made anew when next read.
struct DropFeed {
  static constexpr std::string_view kind = "drop_feed";
  AccountId account;
  std::string to_text() const { return to_string(account); }
  static DropFeed from_text(std::string const& text) { return {parse_id<AccountId>(text).value_or(AccountId{})}; }
};
awaitable<void> drop_feed(App&, DropFeed, jobs::Job const&);

/// Job: takes away the mutes of an account that are over; what they hid comes back into its feed.
struct EndMutes {
  static constexpr std::string_view kind = "end_mutes";
  AccountId account;
  std::string to_text() const { return to_string(account); }
  static EndMutes from_text(std::string const& text) { return {parse_id<AccountId>(text).value_or(AccountId{})}; }
};
awaitable<void> end_mutes(App&, EndMutes, jobs::Job const&);

/// Job: lets everybody in who waits, once a locked account is unlocked.
struct AdmitAll {
  static constexpr std::string_view kind = "admit_all";
  AccountId account;
  std::string to_text() const { return to_string(account); }
  static AdmitAll from_text(std::string const& text) { return {parse_id<AccountId>(text).value_or(AccountId{})}; }
};
awaitable<void> admit_all(App&, AdmitAll, jobs::Job const&);

}  // namespace dunlin::actions
