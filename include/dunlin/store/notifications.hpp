#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/notification.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"

// What local accounts are told. Groups of them: store/notification_groups.hpp; what is kept back:
// store/notification_policies.hpp.
namespace dunlin::store::notifications {

using db::Tx;
using dunlin::Notification;

/// Who was told, by which notification.
struct Told {
  AccountId account;
  NotificationId id;
  bool pushes = false;  // some app of theirs wants to be woken
};
/// What there is to tell.
struct News {
  std::string_view type;
  AccountId from;
  StatusId about;            // none where it is about no status
  std::int64_t subject = 0;  // Notification::subject
};

/// Tells all of these at once. The only way into the table, and the one place that knows who is told what:
/// nobody who is not local or is suspended, was told already, or keeps the sender away: by a block (of either
/// side; a mention also of anybody else it names), a mute of account or conversation, a blocked domain they follow
/// nobody of. The policy of each then drops it or keeps it back. Returns who is to see it now. One query.
std::vector<Told> insert(Tx& tx, std::span<AccountId const> whom, News const& news, Timestamp now);

/// Which notifications a list shows.
struct Filter {
  std::vector<std::string> types;          // only these; empty for all
  std::vector<std::string> exclude_types;  // none of these
  AccountId from;                          // only from this account; none for all
  bool include_filtered = false;           // also what the policy keeps back
};
std::vector<Notification> page(Tx& tx, AccountId of, Filter const& filter, Window const& window);
std::optional<Notification> find(Tx& tx, AccountId of, NotificationId id);
/// How many there are above an id, at most this many.
std::int64_t count(Tx& tx, AccountId of, Filter const& filter, NotificationId above, int most);

bool remove(Tx& tx, AccountId of, NotificationId id);
void remove_many(Tx& tx, AccountId of, std::span<NotificationId const> ids);
void remove_all(Tx& tx, AccountId of);
/// Everything somebody was told of an account, and what was kept back: after a block.
void remove_from(Tx& tx, AccountId of, AccountId from);
void remove_from_domain(Tx& tx, AccountId of, std::string_view domain);
/// What was done is undone, and so is the news of it.
void take_back(Tx& tx, AccountId of, std::string_view type, AccountId from, StatusId about = {},
               std::int64_t subject = 0);

}  // namespace dunlin::store::notifications
