// Where an app, or a browser that is signed in by cookie, wants to be told of notifications: one place for each.
#include <algorithm>
#include <array>
#include <string>

#include "dunlin/access/browser.hpp"
#include "dunlin/access/routes.hpp"
#include "dunlin/actions/push.hpp"
#include "dunlin/actions/sign_in.hpp"
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
using subscriptions::Holder;
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

/// Who asks: the token of the call, or the browser's session, which must prove that it is no other site's form.
struct Asking {
  Holder holder;
  AccountId account;
};

Asking by_token(Call const& call, Tx&) {
  return {{.token = call.token->id}, call.viewer()};
}

Asking by_session(Call const& call, Tx& tx) {
  auto const found = actions::find_session(call.app, tx, access::cookie_of(call.request, access::session_cookie));
  if (!found) throw Refusal{Refusal::Kind::unauthenticated, "This method requires an authenticated user"};
  if (!access::is_own_form(call)) throw invalid("Can't verify CSRF token authenticity.");
  return {{.session = found->session}, found->user.account};
}

template <Asking (*who)(Call const&, Tx&)>
Reply subscribe(Call const& call, Tx& tx) {
  auto const asking = who(call, tx);
  auto const& asked = call.params["subscription"];
  PushSubscription subscription{
      .id = {},
      .holder = asking.holder,
      .account = asking.account,
      .endpoint = asked.text("endpoint").value_or(""),
      .receiver = {.point = read_key(asked["keys"], "p256dh"), .secret = read_key(asked["keys"], "auth")},
      .standard = asked.flag("standard").value_or(false),
      .wishes = read_wishes(call.params["data"])};
  actions::subscribe_to_push(call.app, tx, subscription);
  return subscription_json(call, subscription);
}

Reply shown(Call const& call, Tx& tx, Holder holder) {
  auto const subscription = subscriptions::of(tx, holder);
  if (!subscription) throw not_found();
  return subscription_json(call, *subscription);
}

Reply show(Call const& call, Tx& tx) {
  return shown(call, tx, by_token(call, tx).holder);
}

Reply change(Call const& call, Tx& tx) {
  auto const holder = by_token(call, tx).holder;
  if (!subscriptions::set_wishes(tx, holder, read_wishes(call.params["data"]))) throw not_found();
  return shown(call, tx, holder);
}

/// The address names the subscription, which must be the session's own.
Reply change_by_id(Call const& call, Tx& tx) {
  auto const holder = by_session(call, tx).holder;
  auto const own = subscriptions::of(tx, holder);
  if (!own || own->id != call.id_at<subscriptions::PushId>("id")) throw not_found();
  subscriptions::set_wishes(tx, holder, read_wishes(call.params["data"]));
  return shown(call, tx, holder);
}

Reply unsubscribe(Call const& call, Tx& tx) {
  subscriptions::remove_of(tx, by_token(call, tx).holder);
  return access::json("{}");
}

Reply unsubscribe_by_name(Call const& call, Tx& tx) {
  // A name that is none ended nothing, and says no more than one that did: who asks needs no account.
  actions::unsubscribe_by_name(call.app, tx, call.at("id"));
  return access::json("{}");
}

}  // namespace

void add_push(access::Routes& on) {
  on.post("/api/v1/push/subscription", subscribe<by_token>, {.needs = "push"});
  on.get("/api/v1/push/subscription", show, {.needs = "push"});
  on.put("/api/v1/push/subscription", change, {.needs = "push"});
  on.patch("/api/v1/push/subscription", change, {.needs = "push"});
  on.del("/api/v1/push/subscription", unsubscribe, {.needs = "push"});
  on.post("/api/web/push_subscriptions", subscribe<by_session>, {.who = access::Who::nobody});
  on.put("/api/web/push_subscriptions/:id", change_by_id, {.who = access::Who::nobody});
  on.patch("/api/web/push_subscriptions/:id", change_by_id, {.who = access::Who::nobody});
  on.del("/api/web/push_subscriptions/:id", unsubscribe_by_name, {.who = access::Who::nobody});
}

}  // namespace dunlin::api::mastodon
