#pragma once
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/domain/announcement.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

/// Publishes it, gives it its id, and tells whoever is there.
void announce(App&, db::Tx&, Announcement& announcement);
/// False when there is no such announcement.
bool withdraw_announcement(App&, db::Tx&, AnnouncementId);

// What readers do with announcements. All refuse one that is not published.

void dismiss_announcement(App&, db::Tx&, AccountId reader, AnnouncementId);
/// One Unicode emoji or the shortcode of one of ours; at most eight different ones each. Giving it again changes
/// nothing.
void react_to_announcement(App&, db::Tx&, AccountId reader, AnnouncementId, std::string_view emoji);
void unreact_to_announcement(App&, db::Tx&, AccountId reader, AnnouncementId, std::string_view emoji);

}  // namespace dunlin::actions
