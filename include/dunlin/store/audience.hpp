#pragma once
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

// Who among the people of this server gets to see a status without looking for it.
namespace dunlin::store::audience {

using db::Tx;

struct Reader {
  AccountId account;
  bool notify = false;     // asked to be told of what this author writes
  bool elsewhere = false;  // reads this author in an exclusive list, not at home; only of those who are to be told
};

/// In whose home feed a status belongs: its author, local followers, and for direct ones those who are named. Not
/// those who mute or block its author (or who it boosts), do not want its boosts or language, or do not follow whom it
/// answers. Public ones also belong where one of their hashtags is followed. `boosted` is the author of what it boosts,
/// none for no boost. One query, two for public ones with hashtags.
std::vector<Reader> of_home(Tx& tx, Status const& status, AccountId boosted);

/// Where a removed status and its boosts may still stand: pairs of status and local account. One query; at most
/// 100,000 rows.
std::vector<std::pair<StatusId, AccountId>> of_removed(Tx& tx, StatusId status);

/// What public streams would have shown of a status, removed or not; without boosts. One query.
struct Trace {
  bool is_public = false, is_local = false;
  std::vector<std::string> tags;
};
Trace trace_of(Tx& tx, StatusId status);

/// Those of these local accounts who want to see this author where everybody's posts stand: by the blocks of both
/// sides, mutes and blocked domains. One query.
std::vector<AccountId> who_wants(Tx& tx, AccountId author, std::span<AccountId const> viewers);

/// Local accounts that boosted it.
std::vector<AccountId> boosters(Tx& tx, StatusId status);

}  // namespace dunlin::store::audience
