#pragma once
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "dunlin/domain/card.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

// What many use of late: hashtags, statuses and pages that statuses link to.
namespace dunlin::store::trends {

using db::Tx;

/// Scores everything anew from what happened in the two days before, and lets what nobody uses any more fade. Marks
/// hashtags that wait for a review.
void recompute(Tx& tx, Timestamp now);

/// Those that may be shown, highest first: reviewed, or unreviewed where the setting "trendable_by_default" lets them;
/// none at all when the setting "trends" is off. One query each.
std::vector<Hashtag> tags(Tx& tx, int limit, int offset);
/// Candidates: ask store::views. Without authors the viewer (none for anonymous) mutes.
std::vector<StatusId> statuses(Tx& tx, AccountId viewer, int limit, int offset);
std::vector<std::shared_ptr<Card const>> links(Tx& tx, int limit, int offset);

/// The page at this address, if it is among links().
std::optional<CardId> trending_page(Tx& tx, std::string_view url);

}  // namespace dunlin::store::trends
