// Notifications in groups: the lists of apps that know of them.
#include "dunlin/store/notification_groups.hpp"

#include <array>
#include <string>
#include <vector>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/notify.hpp"
#include "entities/account.hpp"
#include "entities/notification_group.hpp"
#include "notification_lists.hpp"
#include "pages.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;
namespace groups = store::notification_groups;

/// Which types are grouped: all that can be, unless fewer are asked for.
std::vector<std::string> read_grouped_types(http::Params const& params) {
  auto const asked = params.texts("grouped_types");
  if (asked.empty()) return {"favourite", "reblog", "follow", "admin.sign_up"};
  std::vector<std::string> types;
  for (auto const& type : asked)
    if (is_groupable(type)) types.push_back(type);
  return types;
}

entities::GroupForm read_form(http::Params const& params) {
  entities::GroupForm form{.supported = read_supported_types(params)};
  auto const expand = params.text("expand_accounts").value_or("");
  if (expand == "partial_avatars")
    form.partial_avatars = true;
  else if (!expand.empty() && expand != "full")
    throw Refusal{Refusal::Kind::bad_request, "Invalid value for 'expand_accounts': '" + expand + "'"};
  return form;
}

Reply list(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, notifications_page);
  auto form = read_form(call.params);
  form.on_a_page = true;
  auto const filter = read_notification_filter(call.params);
  std::vector<groups::Group> found;
  if (filter) found = groups::page(tx, call.viewer(), *filter, read_grouped_types(call.params), window);
  return page(call, entities::grouped_notifications(call.app, tx, call.viewer(), found, form),
              ends_of(found, window, [](auto const& group) { return group.shown.id.value; }), PageLinks::timeline);
}

Reply show(Call const& call, Tx& tx) {
  auto const found = groups::find(tx, call.viewer(), call.at("group_key"));
  if (!found) throw not_found();
  return access::json(entities::grouped_notifications(call.app, tx, call.viewer(), std::span(&*found, 1),
                                                      {.supported = read_supported_types(call.params)}));
}

Reply accounts(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, accounts_page);
  auto const found = groups::members(tx, call.viewer(), call.at("group_key"), window);
  std::vector<AccountId> ids;
  for (auto const& member : found) ids.push_back(member.from);
  return page(call, entities::account_list(call.app, tx, ids),
              ends_of(found, window, [](auto const& member) { return member.id.value; }), PageLinks::rows);
}

Reply unread_count(Call const& call, Tx& tx) {
  auto const filter = read_notification_filter(call.params);
  if (!filter) return unread_count_reply(0);
  return unread_count_reply(groups::count(tx, call.viewer(), *filter, read_grouped_types(call.params),
                                          read_notifications_until(call, tx), read_limit(call.params, unread_counted)));
}

Reply dismiss(Call const& call, Tx& tx) {
  actions::dismiss_notification_group(tx, call.viewer(), call.at("group_key"));
  return access::json("{}");
}

Reply clear(Call const& call, Tx& tx) {
  actions::clear_notifications(tx, call.viewer());
  return access::json("{}");
}

void add_read(access::Routes& on, std::string const& path) {
  on.get(path, list, {.needs = "read:notifications"});
  on.get(path + "/unread_count", unread_count, {.needs = "read:notifications"});
  on.get(path + "/:group_key", show, {.needs = "read:notifications"});
  on.post(path + "/:group_key/dismiss", dismiss, {.needs = "write:notifications"});
}

}  // namespace

void add_notification_groups(access::Routes& on) {
  add_read(on, "/api/v2/notifications");
  add_read(on, "/api/v2_alpha/notifications");
  on.get("/api/v2/notifications/:group_key/accounts", accounts, {.needs = "read:notifications"});
  on.post("/api/v2/notifications/clear", clear, {.needs = "write:notifications"});
}

}  // namespace dunlin::api::mastodon
