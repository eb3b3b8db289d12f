#include "dunlin/store/notifications.hpp"

#include <string>
#include <vector>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/notify.hpp"
#include "entities/notification.hpp"
#include "notification_lists.hpp"
#include "pages.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

constexpr std::size_t most_at_once = 1000;

Reply list(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, notifications_page);
  auto const filter = read_notification_filter(call.params);
  if (!filter) return access::json("[]");
  auto const found = store::notifications::page(tx, call.viewer(), *filter, window);
  // The links are made from what was found, not from what is shown: a page of posts that are gone is no end.
  return page(call, entities::notification_list(call.app, tx, call.viewer(), found, read_supported_types(call.params)),
              ends_of(found, window, [](auto const& n) { return n.id.value; }), PageLinks::timeline);
}

Reply show(Call const& call, Tx& tx) {
  auto const found = store::notifications::find(tx, call.viewer(), call.id_at<NotificationId>("id"));
  auto json = found ? entities::notification(call.app, tx, call.viewer(), *found, read_supported_types(call.params))
                    : std::string();
  if (json.empty()) throw not_found();
  return access::json(std::move(json));
}

Reply unread_count(Call const& call, Tx& tx) {
  auto const filter = read_notification_filter(call.params);
  if (!filter) return unread_count_reply(0);
  return unread_count_reply(store::notifications::count(tx, call.viewer(), *filter, read_notifications_until(call, tx),
                                                        read_limit(call.params, unread_counted)));
}

Reply clear(Call const& call, Tx& tx) {
  actions::clear_notifications(tx, call.viewer());
  return access::json("{}");
}

Reply dismiss(Call const& call, Tx& tx) {
  if (!actions::dismiss_notification(tx, call.viewer(), call.id_at<NotificationId>("id"))) throw not_found();
  return access::json("{}");
}

/// The same with the id among the parameters, as old clients send it.
Reply dismiss_named(Call const& call, Tx& tx) {
  auto const id = parse_id<NotificationId>(call.params.text("id").value_or(""));
  if (!id || !actions::dismiss_notification(tx, call.viewer(), *id)) throw not_found();
  return access::json("{}");
}

Reply dismiss_many(Call const& call, Tx& tx) {
  std::vector<NotificationId> ids;
  for (auto const& text : call.params.texts("ids"))
    if (auto const id = parse_id<NotificationId>(text)) ids.push_back(*id);
  if (ids.size() > most_at_once) throw invalid("too many ids");
  actions::dismiss_notifications(tx, call.viewer(), ids);
  return access::json("{}");
}

}  // namespace

void add_notifications(access::Routes& on) {
  on.get("/api/v1/notifications", list, {.needs = "read:notifications"});
  on.get("/api/v1/notifications/unread_count", unread_count, {.needs = "read:notifications"});
  on.get("/api/v1/notifications/:id", show, {.needs = "read:notifications"});
  on.post("/api/v1/notifications/clear", clear, {.needs = "write:notifications"});
  on.post("/api/v1/notifications/dismiss", dismiss_named, {.needs = "write:notifications"});
  on.post("/api/v1/notifications/:id/dismiss", dismiss, {.needs = "write:notifications"});
  on.del("/api/v1/notifications/destroy_multiple", dismiss_many, {.needs = "write:notifications"});
  on.del("/api/v1/notifications/:id", dismiss, {.needs = "write:notifications"});
}

}  // namespace dunlin::api::mastodon
