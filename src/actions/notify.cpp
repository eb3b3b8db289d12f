#include "dunlin/actions/notify.hpp"

#include "dunlin/actions/push.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/store/notification_groups.hpp"
#include "dunlin/store/notifications.hpp"
#include "dunlin/timelines/live.hpp"

namespace dunlin::actions {

std::vector<AccountId> notify_all(App& app, db::Tx& tx, std::span<AccountId const> whom, std::string_view type,
                                  AccountId from, StatusId about, std::int64_t subject) {
  auto const told = store::notifications::insert(
      tx, whom, {.type = type, .from = from, .about = about, .subject = subject}, app.clock.now());
  std::vector<AccountId> accounts;
  if (told.empty()) return accounts;
  push(tx, told, type, from);
  timelines::LiveEvent event{.kind = timelines::LiveEvent::Kind::notification};
  for (auto const& one : told) {
    accounts.push_back(one.account);
    event.ids.push_back(one.id.value);
  }
  event.readers = accounts;
  tx.after_commit([&app, event = std::move(event)] { app.live.publish(event); });
  return accounts;
}

bool notify(App& app, db::Tx& tx, AccountId whom, std::string_view type, AccountId from, StatusId about,
            std::int64_t subject) {
  return !notify_all(app, tx, std::span(&whom, 1), type, from, about, subject).empty();
}

void unnotify(db::Tx& tx, AccountId whom, std::string_view type, AccountId from, StatusId about, std::int64_t subject) {
  store::notifications::take_back(tx, whom, type, from, about, subject);
}

bool dismiss_notification(db::Tx& tx, AccountId who, NotificationId id) {
  return store::notifications::remove(tx, who, id);
}

void dismiss_notifications(db::Tx& tx, AccountId who, std::span<NotificationId const> ids) {
  store::notifications::remove_many(tx, who, ids);
}

void dismiss_notification_group(db::Tx& tx, AccountId who, std::string_view group_key) {
  store::notification_groups::remove(tx, who, group_key);
}

void clear_notifications(db::Tx& tx, AccountId who) {
  store::notifications::remove_all(tx, who);
}

}  // namespace dunlin::actions
