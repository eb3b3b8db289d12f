#include "dunlin/store/notifications.hpp"

#include <optional>
#include <string>
#include <vector>

#include "dunlin/access/routes.hpp"
#include "dunlin/base/json_writer.hpp"
#include "entities/notification.hpp"
#include "pages.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

constexpr PageSize counted{100, 1000};
constexpr std::size_t most_types = 50;

/// Nothing when nobody can be meant: an account that is no id.
std::optional<store::notifications::Filter> read_filter(http::Params const& params) {
  store::notifications::Filter filter{.types = params.texts("types"),
                                      .exclude_types = params.texts("exclude_types"),
                                      .include_filtered = params.flag("include_filtered").value_or(false)};
  if (filter.types.size() > most_types || filter.exclude_types.size() > most_types) throw invalid("too many types");
  if (auto const from = params.text("account_id"); from && !from->empty()) {
    auto const id = parse_id<AccountId>(*from);
    if (!id || !*id) return std::nullopt;
    filter.from = *id;
    filter.include_filtered = true;  // as Mastodon: whoever asks for one account wants all of it
  }
  return filter;
}

Reply list(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, notifications_page);
  auto const filter = read_filter(call.params);
  if (!filter) return access::json("[]");
  auto const found = store::notifications::page(tx, call.viewer(), *filter, window);
  // The links are made from what was found, not from what is shown: a page of posts that are gone is no end.
  return page(call, entities::notification_list(call.app, tx, call.viewer(), found),
              ends_of(found, window, [](auto const& n) { return n.id.value; }), PageLinks::timeline);
}

Reply show(Call const& call, Tx& tx) {
  auto const found = store::notifications::find(tx, call.viewer(), call.id_at<NotificationId>("id"));
  auto json = found ? entities::notification(call.app, tx, call.viewer(), *found) : std::string();
  if (json.empty()) throw not_found();
  return access::json(std::move(json));
}

Reply unread_count(Call const& call, Tx& tx) {
  auto const filter = read_filter(call.params);
  auto const count =
      filter ? store::notifications::count(tx, call.viewer(), *filter, {}, read_limit(call.params, counted)) : 0;
  JsonWriter json;
  json.object([&] { json.member("count", count); });
  return access::json(json.take());
}

Reply clear(Call const& call, Tx& tx) {
  store::notifications::remove_all(tx, call.viewer());
  return access::json("{}");
}

Reply dismiss(Call const& call, Tx& tx) {
  if (!store::notifications::remove(tx, call.viewer(), call.id_at<NotificationId>("id"))) throw not_found();
  return access::json("{}");
}

/// The same with the id among the parameters, as old clients send it.
Reply dismiss_named(Call const& call, Tx& tx) {
  auto const id = parse_id<NotificationId>(call.params.text("id").value_or(""));
  if (!id || !store::notifications::remove(tx, call.viewer(), *id)) throw not_found();
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
  on.del("/api/v1/notifications/:id", dismiss, {.needs = "write:notifications"});
}

}  // namespace dunlin::api::mastodon
