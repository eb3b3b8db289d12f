#pragma once
#include <optional>

#include "dunlin/access/call.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/notifications.hpp"
#include "entities/notification.hpp"
#include "pages.hpp"

// What the lists of notifications, one by one and in groups, have in common.
namespace dunlin::api::mastodon {

inline constexpr PageSize unread_counted{100, 1000};

/// Which notifications a request asks for. Nothing when nobody can be meant: an account that is no id.
std::optional<store::notifications::Filter> read_notification_filter(http::Params const& params);

/// The types the caller says it knows.
entities::SupportedTypes read_supported_types(http::Params const& params);

/// Up to where the caller has read; zero for not at all.
NotificationId read_notifications_until(access::Call const& call, db::Tx& tx);

/// The answer to the questions for how many are unread.
access::Reply unread_count_reply(std::int64_t count);

}  // namespace dunlin::api::mastodon
