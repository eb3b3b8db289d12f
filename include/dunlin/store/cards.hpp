#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dunlin/domain/card.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/tag_search.hpp"
#include "dunlin/store/timelines.hpp"

// Previews of pages, and which status links to which.
namespace dunlin::store::cards {

using db::Tx;

/// A page, and when it was last asked for.
struct Page {
  CardId id;
  std::string url;
  std::optional<Timestamp> fetched_at;
};
/// Ties the status to the page at this address, which is made when new.
Page attach(Tx& tx, StatusId status, std::string_view url, std::string_view domain, Timestamp now);
/// Unties the status from whatever it is tied to.
void detach(Tx& tx, StatusId status);
std::optional<Page> find(Tx& tx, CardId id);

/// Writes what the page says, and announces the statuses that link to it: the newest, at most 2000.
void fill(Tx& tx, Card const& card, std::string_view domain, Timestamp now);
/// The page could not be read: what was known of it stays, and it is not asked for again too soon.
void note_failure(Tx& tx, CardId id, Timestamp now);

/// Public statuses that link to the page, by authors that are not silenced, without those the viewer (none for
/// anonymous) blocks or mutes. One query.
std::vector<StatusId> timeline(Tx& tx, AccountId viewer, CardId id, timelines::Origin origin, Window const& window);

/// How each was linked to in public, day by day; those that were not are left out. One query.
std::unordered_map<CardId, tags::History> history(Tx& tx, std::span<CardId const> cards, Timestamp now);

}  // namespace dunlin::store::cards
