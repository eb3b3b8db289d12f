#pragma once
#include <span>
#include <string>
#include <vector>

#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"

// Timelines that are read from the statuses themselves, newest first. The ids are candidates: the reader still
// asks store::views.
namespace dunlin::store::timelines {

using db::Tx;

enum class Origin { any, local, remote };

/// Public statuses that are no boosts and no replies to others, by authors that are not silenced, without those
/// the viewer (none for anonymous) blocks or mutes. One query.
std::vector<StatusId> public_(Tx& tx, AccountId viewer, Origin origin, bool only_media, Window const& window);

/// Statuses of one account.
struct AccountFilters {
  bool only_media = false, exclude_replies = false, exclude_boosts = false, exclude_direct = false;
  std::string tagged;  // normalised; empty for any
};
/// Those the viewer may see. One query.
std::vector<StatusId> by_author(Tx& tx, AccountId author, AccountId viewer, AccountFilters const& filters,
                                Window const& window);

/// Public statuses with hashtags.
struct TagFilters {
  std::vector<std::string> any, all, none;  // normalised
  Origin origin = Origin::any;
  bool only_media = false;
};
/// Those with one of `any`, each of `all` and none of `none`. One query.
std::vector<StatusId> tagged(Tx& tx, AccountId viewer, TagFilters const& filters, Window const& window);

}  // namespace dunlin::store::timelines
