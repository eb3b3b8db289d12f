// Where an app wants to be told of notifications: one place for each token.
#include <algorithm>
#include <array>
#include <string>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/push.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/store/push_subscriptions.hpp"
#include "dunlin/store/secrets.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

namespace subscriptions = store::push_subscriptions;
using access::Call;
using access::Reply;
using db::Tx;
using subscriptions::PushSubscription;

/// What there are alerts for. Ice Cubes wants the first six to be there.
constexpr std::array<std::string_view, 12> types{"mention",       "status",         "reblog",        "follow",
                                                 "favourite",     "poll",           "update",        "quote",
                                                 "quoted_update", "follow_request", "admin.sign_up", "admin.report"};
constexpr std::array<std::string_view, 4> policies{"all", "followed", "follower", "none"};

Reply subscription_json(Call const& call, PushSubscription const& subscription) {
  auto const& wishes = subscription.wishes;
  JsonWriter json;
  json.object([&] {
    json.member("id", subscription.id.value);  // a number, unlike all other ids
    json.member("endpoint", subscription.endpoint);
    json.member("standard", subscription.standard);
    json.object_member("alerts", [&] {
      for (auto const type : types) json.member(type, std::ranges::find(wishes.alerts, type) != wishes.alerts.end());
    });
    json.member("server_key", call.app.secrets.vapid_public);
    json.member("policy", wishes.policy);
  });
  return access::json(json.take());
}

subscriptions::Wishes read_wishes(http::Params const& data) {
  subscriptions::Wishes wishes;
  for (auto const type : types)
    if (data["alerts"].flag(type).value_or(false)) wishes.alerts.emplace_back(type);
  if (data["policy"].blank()) return wishes;
  wishes.policy = data.text("policy").value_or("");
  if (std::ranges::find(policies, wishes.policy) == policies.end()) throw invalid("Policy is not included in the list");
  return wishes;
}

std::string read_key(http::Params const& keys, std::string_view name) {
  return crypto::from_base64url(keys.text(name).value_or("")).value_or("");
}

Reply subscribe(Call const& call, Tx& tx) {
  auto const& asked = call.params["subscription"];
  PushSubscription subscription{
      .id = {},
      .token = call.token->id,
      .account = call.viewer(),
      .endpoint = asked.text("endpoint").value_or(""),
      .receiver = {.point = read_key(asked["keys"], "p256dh"), .secret = read_key(asked["keys"], "auth")},
      .standard = asked.flag("standard").value_or(false),
      .wishes = read_wishes(call.params["data"])};
  actions::subscribe_to_push(call.app, tx, subscription);
  return subscription_json(call, subscription);
}

Reply show(Call const& call, Tx& tx) {
  auto const subscription = subscriptions::of_token(tx, call.token->id);
  if (!subscription) throw not_found();
  return subscription_json(call, *subscription);
}

Reply change(Call const& call, Tx& tx) {
  if (!subscriptions::set_wishes(tx, call.token->id, read_wishes(call.params["data"]))) throw not_found();
  return show(call, tx);
}

Reply unsubscribe(Call const& call, Tx& tx) {
  subscriptions::remove_of(tx, call.token->id);
  return access::json("{}");
}

Reply unsubscribe_by_name(Call const& call, Tx& tx) {
  if (!actions::unsubscribe_by_name(call.app, tx, call.at("id"))) throw not_found();
  return access::json("{}");
}

}  // namespace

void add_push(access::Routes& on) {
  on.post("/api/v1/push/subscription", subscribe, {.needs = "push"});
  on.get("/api/v1/push/subscription", show, {.needs = "push"});
  on.put("/api/v1/push/subscription", change, {.needs = "push"});
  on.patch("/api/v1/push/subscription", change, {.needs = "push"});
  on.del("/api/v1/push/subscription", unsubscribe, {.needs = "push"});
  on.del("/api/web/push_subscriptions/:id", unsubscribe_by_name, {.who = access::Who::nobody});
}

}  // namespace dunlin::api::mastodon
