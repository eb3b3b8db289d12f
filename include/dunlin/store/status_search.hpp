#pragma once
#include <optional>
#include <span>
#include <vector>

#include "dunlin/domain/account.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/domain/status_query.hpp"
#include "dunlin/platform/db/transaction.hpp"

// Statuses by their words, and what else a search may ask of them.
namespace dunlin::store::status_search {

using db::Tx;

/// Makes the status findable as it is now, also when it was before. Boosts are left out.
void put(Tx& tx, Status const& status, Account const& author);
void remove(Tx& tx, StatusId status);

/// What to look for. Handles in the query's from: must have been looked up: `from` has one account for each such
/// condition, in their order, none for somebody unknown.
struct Question {
  StatusQuery query;
  std::vector<AccountId> from;
  AccountId author;       // only by this one, if any
  StatusId below, above;  // only ids between, 0 for no bound
  int limit = 20;
  int offset = 0;
};
/// Newest first: public statuses whose authors let themselves be found, and what the viewer wrote, is named in,
/// favourited, bookmarked or boosted; of accounts the viewer neither blocks nor mutes. Whether the viewer may see
/// each is for store::views to say. At most five queries.
std::vector<StatusId> find(Tx& tx, AccountId viewer, Question const& question);

/// Statuses older than `below`, newest first, that are not findable yet; at most `limit`. For those from before.
std::vector<StatusId> missing(Tx& tx, StatusId below, int limit);
/// One account's that are findable, older than `below`, newest first; at most `limit`.
std::vector<StatusId> of_author(Tx& tx, AccountId author, StatusId below, int limit);

}  // namespace dunlin::store::status_search
