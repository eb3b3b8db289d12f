#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/account.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"

// What accounts are to each other: follows, requests to follow, blocks, mutes, blocked domains.
namespace dunlin::store::relations {

using db::Tx;

/// One account follows another, or asks to.
struct Follow {
  FollowId id;
  AccountId follower, target;
  std::string uri;  // of the Follow activity
  bool show_boosts = true;
  bool notify = false;
  std::vector<std::string> languages;  // empty for all
  Timestamp created_at;
};

std::optional<Follow> find_follow(Tx& tx, AccountId follower, AccountId target);
std::optional<Follow> find_request(Tx& tx, AccountId follower, AccountId target);
/// A request by the id of its Follow activity.
std::optional<Follow> request_by_uri(Tx& tx, std::string_view uri);
/// False, and nothing changes, when there is one already. insert_follow counts it at both accounts;
/// insert_request announces a change of the target, whose own view shows how many wait.
bool insert_follow(Tx& tx, Follow const& follow);
bool insert_request(Tx& tx, Follow const& follow);
/// Writes uri and options of the one that is there.
void update_follow(Tx& tx, Follow const& follow);
void update_request(Tx& tx, Follow const& follow);
/// Removes it and uncounts it; returns what was there.
std::optional<Follow> remove_follow(Tx& tx, AccountId follower, AccountId target);
std::optional<Follow> remove_request(Tx& tx, AccountId follower, AccountId target);
/// How many wait to be let in.
std::int64_t count_requests(Tx& tx, AccountId target);

struct Block {
  BlockId id;
  AccountId account, target;
  std::string uri;  // of the Block activity
  Timestamp created_at;
};
bool insert_block(Tx& tx, Block const& block);
std::optional<Block> remove_block(Tx& tx, AccountId account, AccountId target);

struct Mute {
  std::int64_t id = 0;
  AccountId account, target;
  bool hide_notifications = true;
  std::optional<Timestamp> expires_at;
  Timestamp created_at;
};
/// Inserts it, or changes the one that is there.
void put_mute(Tx& tx, Mute const& mute);
bool remove_mute(Tx& tx, AccountId account, AccountId target);
/// Those of the account that are over; whether there were any.
bool remove_ended_mutes(Tx& tx, AccountId account, Timestamp now);

/// What keeps two accounts apart.
struct Barriers {
  bool blocking = false;        // the first blocks the second
  bool blocked_by = false;      // the second blocks the first
  bool domain_blocked = false;  // the first has blocked the second's domain
  bool domain_blocked_by = false;
};
Barriers barriers(Tx& tx, AccountId first, AccountId second);

/// Of these, those with a block between them and the account, of either side or of a domain. One query.
std::vector<AccountId> apart_from(Tx& tx, AccountId account, std::span<AccountId const> others);

/// All that one account is to another, as clients show it.
struct Relationship {
  AccountId id;
  bool following = false, show_boosts = false, notify = false;
  std::vector<std::string> languages;
  bool followed_by = false;
  bool blocking = false, blocked_by = false;
  bool muting = false, muting_notifications = false;
  std::optional<Timestamp> muting_expires_at;
  bool requested = false, requested_by = false;
  bool domain_blocking = false;
  bool endorsed = false;
  std::string note;  // what the viewer wrote down
};
/// Of many at once, in the order asked for, accounts that are not here left out, and suspended ones too unless
/// asked for. One query.
std::vector<Relationship> find_many(Tx& tx, AccountId viewer, std::span<AccountId const> ids, bool with_suspended,
                                    Timestamp now);
Relationship find(Tx& tx, AccountId viewer, AccountId id, Timestamp now);

/// One row of a list of accounts: whom, and the id of the joining row, by which the list is paged.
struct Entry {
  std::int64_t cursor = 0;
  AccountId account;
  std::optional<Timestamp> expires_at;  // of a mute
};
/// Newest first. Suspended accounts are left out; so are those the viewer (none for anonymous) blocks, mutes or
/// is blocked by.
std::vector<Entry> followers(Tx& tx, AccountId of, AccountId viewer, Window const& window);
std::vector<Entry> following(Tx& tx, AccountId of, AccountId viewer, Window const& window);
/// Who waits to be let in, whom the account blocks, whom it mutes.
std::vector<Entry> requests(Tx& tx, AccountId target, Window const& window);
std::vector<Entry> blocked(Tx& tx, AccountId account, Window const& window);
std::vector<Entry> muted(Tx& tx, AccountId account, Window const& window, Timestamp now);

struct BlockedDomain {
  std::int64_t cursor = 0;
  std::string domain;
};
bool insert_domain_block(Tx& tx, AccountId account, std::string_view domain, Timestamp now);
bool remove_domain_block(Tx& tx, AccountId account, std::string_view domain);
std::vector<BlockedDomain> blocked_domains(Tx& tx, AccountId account, Window const& window);

/// How many follows in either direction a block of that domain would end.
struct DomainTies {
  std::int64_t following = 0, followers = 0;
};
DomainTies ties_with_domain(Tx& tx, AccountId account, std::string_view domain);

/// Ends all follows and requests between an account and the accounts of a domain.
struct Ended {
  std::vector<Follow> follows, requests;
};
Ended remove_all_with_domain(Tx& tx, AccountId account, std::string_view domain);

}  // namespace dunlin::store::relations
