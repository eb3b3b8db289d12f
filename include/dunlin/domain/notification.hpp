#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"

namespace dunlin {

using NotificationRequestId = Id<struct NotificationRequestTag>;

/// What happens to a notification of a kind of sender.
enum class Handling { accept = 0, filter = 1, drop = 2 };

/// Whose notifications somebody wants to see at once. Where several rules fit a sender, the sternest decides.
struct NotificationPolicy {
  Handling not_following = Handling::accept;
  Handling not_followers = Handling::accept;  // also followers of less than three days
  Handling new_accounts = Handling::accept;   // of less than thirty days
  Handling private_mentions = Handling::filter;
  Handling limited_accounts = Handling::filter;
  Handling bots = Handling::accept;
};

/// What local accounts are told. Types are called as clients call them: "mention", "favourite", ….
struct Notification {
  NotificationId id;
  AccountId account;  // who is told
  std::string type;
  AccountId from;            // themselves where nobody else did it
  StatusId status;           // none for follows
  std::int64_t subject = 0;  // of other types: a severance, a collection, the year of a report, …; 0 for none
  bool filtered = false;     // kept back by the policy
  std::string group_key;     // empty: stands alone
  Timestamp created_at;
};

/// Favourites and boosts of one status belong together, and follows, of which there are many: clients show one row.
bool is_groupable(std::string_view type);
/// What the policy may keep back. One's own doings, and what was asked for (posts of whom one follows with a bell,
/// ends of polls), always come.
bool is_filterable(std::string_view type);
/// Of edits only the last is told of, as if new.
bool replaces_earlier(std::string_view type);
/// The key of a group but the hour of its first: "favourite-42-". Empty for types that stand alone.
std::string group_prefix(std::string_view type, StatusId about);
/// What clients know a notification's group by.
std::string shown_group_key(Notification const& notification);
/// The id in "ungrouped-42", nothing for keys of real groups.
std::optional<NotificationId> ungrouped_id(std::string_view group_key);

/// A group begins in some hour and takes in what follows for so long.
inline constexpr int hours_of_a_group = 12;
inline constexpr std::chrono::days new_account_age{30};
inline constexpr std::chrono::days new_follower_age{3};

}  // namespace dunlin
