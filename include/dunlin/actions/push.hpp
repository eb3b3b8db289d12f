#pragma once
#include <span>
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "dunlin/store/notifications.hpp"
#include "dunlin/store/push_subscriptions.hpp"

namespace dunlin::actions {

/// Enqueues a message for every app that wants to be woken for one of these notifications.
void push(db::Tx&, std::span<store::notifications::Told const> told, std::string_view type, AccountId from);

/// What a client asks for; the subscription's id is not set. Refuses (invalid) an address that is none, and keys of
/// the wrong kind. Takes the place of what its holder had.
void subscribe_to_push(App&, db::Tx&, store::push_subscriptions::PushSubscription& subscription);

/// The address at which the receiver of a message may end its subscription, without a token.
std::string unsubscribe_url(App const&, store::push_subscriptions::PushId id);
/// Ends the subscription that the last part of such an address names; false when it is none of ours.
bool unsubscribe_by_name(App&, db::Tx&, std::string_view name);

/// Job: encrypts and sends one message (RFC 8030). It is sent at most once: a process that dies in the middle leaves
/// it unsent rather than sending it again. What the push service refuses for good ends the subscription.
struct Push {
  static constexpr std::string_view kind = "push";
  store::push_subscriptions::PushId subscription;
  NotificationId notification;
  std::string to_text() const;
  static Push from_text(std::string const&);
};
awaitable<void> send_push(App&, Push, jobs::Job const&);

}  // namespace dunlin::actions
