#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"

// What local accounts are told.
namespace dunlin::store::notifications {

using db::Tx;

struct Notification {
  NotificationId id;
  AccountId account;  // who is told
  std::string type;   // "mention", "favourite", …, as clients call it
  AccountId from;
  StatusId status;  // none for follows
  Timestamp created_at;
};

/// Tells all of these at once, but those who are not local, told already, or keep `from` away: by a block, a mute
/// of account or conversation, a blocked domain they follow nobody of. Returns who was told. One query.
std::vector<AccountId> insert(Tx& tx, std::span<AccountId const> whom, std::string_view type, AccountId from,
                              StatusId about, Timestamp now);

/// Which notifications a list shows.
struct Filter {
  std::vector<std::string> types;          // only these; empty for all
  std::vector<std::string> exclude_types;  // none of these
  AccountId from;                          // only from this account; none for all
};
std::vector<Notification> page(Tx& tx, AccountId of, Filter const& filter, Window const& window);
std::optional<Notification> find(Tx& tx, AccountId of, NotificationId id);
/// How many there are, at most this many.
std::int64_t count(Tx& tx, AccountId of, Filter const& filter, int most);

bool remove(Tx& tx, AccountId of, NotificationId id);
void remove_all(Tx& tx, AccountId of);
/// Everything somebody was told of an account: after a block.
void remove_from(Tx& tx, AccountId of, AccountId from);
void remove_from_domain(Tx& tx, AccountId of, std::string_view domain);
/// What was done is undone, and so is the news of it.
void take_back(Tx& tx, AccountId of, std::string_view type, AccountId from, StatusId about = {});

}  // namespace dunlin::store::notifications
