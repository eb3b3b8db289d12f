#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/access/call.hpp"
#include "dunlin/domain/list.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::api::mastodon {

/// One stream that somebody listens to.
struct Subscription {
  std::string name;  // "public:local:media"
  std::string tag;   // normalised
  ListId list;
  std::string label;  // what frames call it: ["hashtag","Tag as asked for"]
  std::string topic;  // under which events find it

  bool is_home() const { return name == "user"; }
  bool of_tag() const { return name.starts_with("hashtag"); }
  bool of_public() const { return name.starts_with("public"); }
};

/// What a client asks for. Refuses (bad_request) streams there are not, and those that lack their tag or list.
Subscription read_subscription(AccountId viewer, std::string_view name, std::string_view tag, std::string_view list);

/// Refuses what the token does not open, lists of others, and public feeds that are closed to the viewer; narrows the
/// topic to what of them is open. What events will ask about the viewer is in memory afterwards.
void admit(App& app, db::Tx& tx, access::Token const& token, Subscription& subscription);

/// What of the user's stream this token opens.
bool hears_notifications(access::Token const& token);
bool shows_statuses(access::Token const& token);

}  // namespace dunlin::api::mastodon
