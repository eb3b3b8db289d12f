#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dunlin/domain/announcement.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

// What an admin has to say to all who sign in, and how they took it.
namespace dunlin::store::announcements {

using db::Tx;

/// What is to be shown now, newest first; at most 100. One query.
std::vector<Announcement> current(Tx& tx, AccountId reader, Timestamp now);
std::optional<Announcement> find(Tx& tx, AnnouncementId id);
/// In the order in which they were first given. One query.
std::vector<AnnouncementReaction> reactions(Tx& tx, AccountId reader, std::span<AnnouncementId const> ids);

void insert(Tx& tx, Announcement const& announcement);
bool remove(Tx& tx, AnnouncementId id);
/// The reader has seen it.
void dismiss(Tx& tx, AccountId reader, AnnouncementId id);
/// False when there are that many different ones already; giving one again changes nothing.
bool react(Tx& tx, AccountId reader, AnnouncementId id, std::string_view name, int most, Timestamp now);
void unreact(Tx& tx, AccountId reader, AnnouncementId id, std::string_view name);

}  // namespace dunlin::store::announcements
