#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/records.hpp"

// Whom the feeds that show everybody's posts are open to.
namespace dunlin::store {

/// The words are stored, and are Mastodon's own.
enum class FeedAccess { public_, authenticated, disabled };

/// "public", "authenticated", "disabled".
std::string_view to_text(FeedAccess access);
std::optional<FeedAccess> feed_access_from(std::string_view text);

/// Feeds of new posts, and those about one hashtag or link.
struct FeedAccesses {
  FeedAccess local_live = FeedAccess::public_, remote_live = FeedAccess::public_;
  FeedAccess local_topic = FeedAccess::public_, remote_topic = FeedAccess::public_;
};

/// The name of each as a setting, and where it stands.
struct FeedSetting {
  std::string_view name;
  FeedAccess FeedAccesses::* member;
};
inline constexpr std::array<FeedSetting, 4> feed_settings{{{"local_live_feed_access", &FeedAccesses::local_live},
                                                           {"remote_live_feed_access", &FeedAccesses::remote_live},
                                                           {"local_topic_feed_access", &FeedAccesses::local_topic},
                                                           {"remote_topic_feed_access", &FeedAccesses::remote_topic}}};

/// From memory, or by one query.
FeedAccesses feed_accesses(Records& records, db::Tx& tx);

}  // namespace dunlin::store
