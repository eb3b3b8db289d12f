#include "dunlin/actions/notification_requests.hpp"

#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/direct.hpp"
#include "dunlin/store/notification_policies.hpp"
#include "dunlin/timelines/live.hpp"

namespace dunlin::actions {

namespace policies = store::notification_policies;

void set_notification_policy(db::Tx& tx, AccountId who, NotificationPolicy const& policy) {
  policies::put(tx, who, policy);
}

int accept_notification_requests(App& app, db::Tx& tx, AccountId who, std::span<NotificationRequestId const> ids) {
  auto const from = policies::take_requests(tx, who, ids);
  if (from.empty()) return 0;
  policies::permit(tx, who, from, app.clock.now());
  policies::open_merge(tx, who, from);
  for (auto const sender : from) jobs::enqueue(tx, MergeNotifications{who, sender});
  return static_cast<int>(from.size());
}

int dismiss_notification_requests(db::Tx& tx, AccountId who, std::span<NotificationRequestId const> ids) {
  auto const from = policies::take_requests(tx, who, ids);
  if (!from.empty()) policies::discard(tx, who, from);
  return static_cast<int>(from.size());
}

std::string MergeNotifications::to_text() const {
  return to_string(account) + " " + to_string(from);
}

MergeNotifications MergeNotifications::from_text(std::string const& text) {
  auto const space = text.find(' ');
  if (space == std::string::npos) return {};
  auto const id = [](std::string_view part) { return parse_id<AccountId>(part).value_or(AccountId{}); };
  return {id(std::string_view(text).substr(0, space)), id(std::string_view(text).substr(space + 1))};
}

awaitable<void> merge_notifications(App& app, MergeNotifications job, jobs::Job const&) {
  co_await app.db.transact(
      [&](db::Tx& tx) {
        // Only who was told of a direct message has it among their conversations. Each waits for nothing.
        for (auto const status : policies::merge(tx, job.account, job.from)) store::direct::add(tx, status);
      },
      db::Urgency::background);
  app.live.publish({.kind = timelines::LiveEvent::Kind::merged, .readers = {job.account}});
}

}  // namespace dunlin::actions
