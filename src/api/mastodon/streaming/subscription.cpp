#include "subscription.hpp"

#include <algorithm>
#include <array>

#include "../feed_access.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/domain/hashtags.hpp"
#include "dunlin/store/lists.hpp"
#include "dunlin/store/views.hpp"

namespace dunlin::api::mastodon {
namespace {

using store::timelines::Origin;

constexpr std::array<std::string_view, 12> names{
    "user",          "user:notification",   "public",  "public:media",  "public:local", "public:local:media",
    "public:remote", "public:remote:media", "hashtag", "hashtag:local", "list",         "direct"};

Refusal refused(char const* why) {
  return {Refusal::Kind::bad_request, why};
}

access::Scopes scopes(std::string_view words) {
  return *access::Scopes::needed(words);
}

Origin origin_of(std::string_view name) {
  if (name.find(":local") != name.npos) return Origin::local;
  return name.find(":remote") != name.npos ? Origin::remote : Origin::any;
}

/// The stream that shows no more than this origin.
std::string topic_of(Subscription const& subscription, Origin origin) {
  std::string topic = subscription.of_tag() ? "hashtag" : "public";
  if (origin == Origin::local) topic += ":local";
  if (origin == Origin::remote) topic += ":remote";
  if (subscription.of_tag()) return topic + "#" + subscription.tag;
  return subscription.name.ends_with(":media") ? topic + ":media" : topic;
}

}  // namespace

Subscription read_subscription(AccountId viewer, std::string_view name, std::string_view tag, std::string_view list) {
  if (std::ranges::find(names, name) == names.end()) throw refused("Unknown stream type");
  Subscription made{.name = std::string(name), .tag = {}, .list = {}, .label = {}, .topic = {}};
  JsonWriter label(64);
  label.array([&] {
    label.value(name);
    if (made.of_tag()) label.value(tag);
    if (name == "list") label.value(list);
  });
  made.label = label.take();
  if (made.of_tag()) {
    auto const normal = normalise_hashtag(tag);
    if (!normal) throw refused("Missing tag name parameter");
    made.tag = *normal;
  } else if (name == "list") {
    auto const id = parse_id<ListId>(list);
    if (!id) throw refused("Missing list name parameter");
    made.list = *id;
    made.topic = "list:" + to_string(*id);
    return made;
  }
  made.topic =
      made.of_tag() || made.of_public() ? topic_of(made, origin_of(name)) : made.name + ":" + to_string(viewer);
  return made;
}

void admit(App& app, db::Tx& tx, access::Token const& token, Subscription& subscription) {
  bool const of_notifications = subscription.name == "user:notification";
  bool const scoped = of_notifications         ? hears_notifications(token)
                      : subscription.is_home() ? shows_statuses(token) || hears_notifications(token)
                                               : shows_statuses(token);
  if (!scoped) throw Refusal{Refusal::Kind::forbidden, "Access token does not have the required scopes"};
  if (subscription.list && !store::lists::find(tx, token.account, subscription.list)) throw not_found();
  if (subscription.of_tag() || subscription.of_public()) {
    auto const feed = subscription.of_tag() ? Feed::topic : Feed::live;
    auto const origin = open_origin(app, tx, token, feed, origin_of(subscription.name));
    if (!origin) throw Refusal{Refusal::Kind::forbidden, "This feed is closed"};
    subscription.topic = topic_of(subscription, *origin);
  }
  store::views::learn_viewer(app.records, tx, token.account);
}

bool hears_notifications(access::Token const& token) {
  static auto const needed = scopes("read:notifications");
  return token.scopes.intersects(needed);
}

bool shows_statuses(access::Token const& token) {
  static auto const needed = scopes("read:statuses");
  return token.scopes.intersects(needed);
}

}  // namespace dunlin::api::mastodon
