// Whose notifications are shown at once, and those that were kept back.
#include "dunlin/store/notification_policies.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/notification_requests.hpp"
#include "dunlin/base/json_writer.hpp"
#include "entities/account.hpp"
#include "entities/status.hpp"
#include "pages.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;
namespace policies = store::notification_policies;

constexpr std::array<std::string_view, 3> handlings{"accept", "filter", "drop"};

/// A rule under the names of both versions; the first knew only whether it filters.
struct Rule {
  std::string_view name, old_name;  // empty: the first version has none
  Handling NotificationPolicy::* handling;
};
constexpr std::array rules{
    Rule{"for_not_following", "filter_not_following", &NotificationPolicy::not_following},
    Rule{"for_not_followers", "filter_not_followers", &NotificationPolicy::not_followers},
    Rule{"for_new_accounts", "filter_new_accounts", &NotificationPolicy::new_accounts},
    Rule{"for_private_mentions", "filter_private_mentions", &NotificationPolicy::private_mentions},
    Rule{"for_limited_accounts", "", &NotificationPolicy::limited_accounts},
    Rule{"for_bots", "filter_bots", &NotificationPolicy::bots}};

template <class WriteRules>
Reply policy_reply(Call const& call, Tx& tx, WriteRules write_rules) {
  auto const pending = policies::pending(tx, call.viewer());
  JsonWriter json;
  json.object([&] {
    write_rules(json);
    json.object_member("summary", [&] {
      json.member("pending_requests_count", pending.requests);
      json.member("pending_notifications_count", pending.notifications);
    });
  });
  return access::json(json.take());
}

Reply answer(Call const& call, Tx& tx, NotificationPolicy const& policy) {
  return policy_reply(call, tx, [&](JsonWriter& json) {
    for (auto const& rule : rules) json.member(rule.name, handlings[static_cast<std::size_t>(policy.*rule.handling)]);
  });
}

Reply old_answer(Call const& call, Tx& tx, NotificationPolicy const& policy) {
  return policy_reply(call, tx, [&](JsonWriter& json) {
    for (auto const& rule : rules)
      if (!rule.old_name.empty()) json.member(rule.old_name, policy.*rule.handling != Handling::accept);
  });
}

Reply show(Call const& call, Tx& tx) {
  return answer(call, tx, policies::find(tx, call.viewer()));
}

Reply show_old(Call const& call, Tx& tx) {
  return old_answer(call, tx, policies::find(tx, call.viewer()));
}

Reply update(Call const& call, Tx& tx) {
  auto policy = policies::find(tx, call.viewer());
  for (auto const& rule : rules) {
    auto const text = call.params.text(rule.name);
    if (!text) continue;
    auto const known = std::ranges::find(handlings, *text);
    if (known == handlings.end()) throw invalid(std::string(rule.name) + " is not included in the list");
    policy.*rule.handling = static_cast<Handling>(known - handlings.begin());
  }
  actions::set_notification_policy(tx, call.viewer(), policy);
  return answer(call, tx, policy);
}

Reply update_old(Call const& call, Tx& tx) {
  auto policy = policies::find(tx, call.viewer());
  for (auto const& rule : rules)
    if (auto const flag = rule.old_name.empty() ? std::nullopt : call.params.flag(rule.old_name)) {
      // What drops filters too; only a change changes it.
      if (*flag != (policy.*rule.handling != Handling::accept))
        policy.*rule.handling = *flag ? Handling::filter : Handling::accept;
    }
  actions::set_notification_policy(tx, call.viewer(), policy);
  return old_answer(call, tx, policy);
}

/// NotificationRequest.schema.json; those whose account is gone are left out.
std::vector<std::string> render(Call const& call, Tx& tx, std::span<policies::Request const> requests) {
  std::vector<AccountId> from;
  std::vector<StatusId> last;
  for (auto const& request : requests) {
    from.push_back(request.from);
    last.push_back(request.last_status);
  }
  auto const accounts = entities::accounts(call.app, tx, from);
  auto const statuses = entities::statuses(call.app, tx, call.viewer(), last);
  std::vector<std::string> rendered;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (!accounts[i]) continue;
    JsonWriter json(accounts[i]->size() + statuses[i].size() + 256);
    json.object([&] {
      json.member("id", requests[i].id);
      json.member("created_at", requests[i].created_at);
      json.member("updated_at", requests[i].updated_at);
      json.member("notifications_count", std::to_string(requests[i].notifications));
      json.key("account");
      json.raw(*accounts[i]);
      json.key("last_status");
      json.raw(statuses[i].empty() ? "null" : statuses[i]);
    });
    rendered.push_back(json.take());
  }
  return rendered;
}

Reply list_requests(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, accounts_page);
  auto const found = policies::requests(tx, call.viewer(), window);
  JsonWriter json;
  json.array([&] {
    for (auto const& request : render(call, tx, found)) json.raw(request);
  });
  return page(call, json.take(), ends_of(found, window, [](auto const& request) { return request.id.value; }),
              PageLinks::rows);
}

Reply show_request(Call const& call, Tx& tx) {
  auto const found = policies::request(tx, call.viewer(), call.id_at<NotificationRequestId>("id"));
  if (!found) throw not_found();
  auto const rendered = render(call, tx, std::span(&*found, 1));
  if (rendered.empty()) throw not_found();
  return access::json(rendered[0]);
}

Reply merged(Call const& call, Tx& tx) {
  JsonWriter json;
  json.object([&] { json.member("merged", !policies::merging(tx, call.viewer())); });
  return access::json(json.take());
}

constexpr std::size_t most_at_once = 1000;

std::vector<NotificationRequestId> read_ids(http::Params const& params) {
  if (!params.has("id")) throw Refusal{Refusal::Kind::bad_request, "param is missing or the value is empty: id"};
  std::vector<NotificationRequestId> ids;
  for (auto const& text : params.texts("id"))
    if (auto const id = parse_id<NotificationRequestId>(text)) ids.push_back(*id);
  if (ids.size() > most_at_once) throw invalid("too many ids");
  return ids;
}

Reply accept(Call const& call, Tx& tx) {
  auto const id = call.id_at<NotificationRequestId>("id");
  if (actions::accept_notification_requests(call.app, tx, call.viewer(), std::span(&id, 1)) == 0) throw not_found();
  return access::json("{}");
}

Reply dismiss(Call const& call, Tx& tx) {
  auto const id = call.id_at<NotificationRequestId>("id");
  if (actions::dismiss_notification_requests(tx, call.viewer(), std::span(&id, 1)) == 0) throw not_found();
  return access::json("{}");
}

Reply accept_many(Call const& call, Tx& tx) {
  actions::accept_notification_requests(call.app, tx, call.viewer(), read_ids(call.params));
  return access::json("{}");
}

Reply dismiss_many(Call const& call, Tx& tx) {
  actions::dismiss_notification_requests(tx, call.viewer(), read_ids(call.params));
  return access::json("{}");
}

}  // namespace

void add_notification_policies(access::Routes& on) {
  on.get("/api/v2/notifications/policy", show, {.needs = "read:notifications"});
  on.put("/api/v2/notifications/policy", update, {.needs = "write:notifications"});
  on.patch("/api/v2/notifications/policy", update, {.needs = "write:notifications"});
  on.get("/api/v1/notifications/policy", show_old, {.needs = "read:notifications"});
  on.put("/api/v1/notifications/policy", update_old, {.needs = "write:notifications"});
  on.patch("/api/v1/notifications/policy", update_old, {.needs = "write:notifications"});
  on.get("/api/v1/notifications/requests", list_requests, {.needs = "read:notifications"});
  on.get("/api/v1/notifications/requests/merged", merged, {.needs = "read:notifications"});
  on.get("/api/v1/notifications/requests/:id", show_request, {.needs = "read:notifications"});
  on.post("/api/v1/notifications/requests/accept", accept_many, {.needs = "write:notifications"});
  on.post("/api/v1/notifications/requests/dismiss", dismiss_many, {.needs = "write:notifications"});
  on.post("/api/v1/notifications/requests/:id/accept", accept, {.needs = "write:notifications"});
  on.post("/api/v1/notifications/requests/:id/dismiss", dismiss, {.needs = "write:notifications"});
}

}  // namespace dunlin::api::mastodon
