#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/crypto/web_push.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/notifications.hpp"

/// Where apps and signed-in browsers want to be told of notifications: one place for each.
namespace dunlin::store::push_subscriptions {

using db::Tx;
using PushId = Id<struct PushTag>;

/// What a subscription wants to hear of.
struct Wishes {
  std::vector<std::string> alerts;  // types of notifications
  std::string policy = "all";       // of whom: all, followed, follower, none
};
/// Whose a subscription is: an access token's or a browser session's; the other is 0.
struct Holder {
  TokenId token;
  std::int64_t session = 0;
};
struct PushSubscription {
  PushId id;
  Holder holder;
  AccountId account;
  std::string endpoint;
  crypto::PushReceiver receiver;
  bool standard = false;  // RFC 8291, not the draft before it
  Wishes wishes;
};

/// Takes the place of what the holder had; gives it its id.
void put(Tx& tx, PushSubscription& subscription, Timestamp now);
std::optional<PushSubscription> of(Tx& tx, Holder holder);
/// False when the holder has none.
bool set_wishes(Tx& tx, Holder holder, Wishes const& wishes);
void remove_of(Tx& tx, Holder holder);
void remove(Tx& tx, PushId id);

/// A message that somebody wants.
struct Wanted {
  PushId subscription;
  NotificationId notification;
  std::string endpoint;
};
/// Of these notifications of one type from one account, those that subscriptions want. One query.
std::vector<Wanted> wanted(Tx& tx, std::span<notifications::Told const> told, std::string_view type, AccountId from);

/// A subscription as a message needs it: its token or session still holds, and the message was not begun before. Notes
/// that it is begun now.
struct Begun {
  PushSubscription subscription;
  std::string seed;    // of its token; empty when it has none, or one that cannot be made again
  std::string locale;  // of its user
};
std::optional<Begun> begin(Tx& tx, PushId id, NotificationId notification, Timestamp now);
/// It did not arrive, and may be begun again.
void failed(Tx& tx, PushId id, NotificationId notification);

}  // namespace dunlin::store::push_subscriptions
