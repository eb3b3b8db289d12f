#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "dunlin/base/id.hpp"
#include "dunlin/base/time.hpp"

namespace dunlin {

using AnnouncementId = Id<struct AnnouncementTag>;

/// What an admin has to say to all who sign in.
struct Announcement {
  AnnouncementId id;
  std::string text;  // as typed
  bool all_day = false;
  std::optional<Timestamp> starts_at, ends_at;  // of what it is about; over then
  Timestamp published_at, updated_at;
  bool read = false;  // by the reader
};
/// How many took it in this way.
struct AnnouncementReaction {
  AnnouncementId announcement;
  std::string name;  // an emoji, or the shortcode of one of ours
  std::int64_t count = 0;
  bool mine = false;
};

}  // namespace dunlin
