#pragma once
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "dunlin/domain/account.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/records.hpp"

// Statuses as one viewer sees them. Whole statuses and accounts, what the viewer did to them and who is blocked
// come from memory where they can; open statuses may then cost no query at all. About others, the database is
// always asked.
namespace dunlin::store::views {

using db::Tx;

/// A status, what it boosts if anything, their authors, and what the viewer did to it (or to what it boosts).
struct View {
  std::shared_ptr<Status const> status, original;
  std::shared_ptr<Account const> author, original_author;
  Deeds deeds;
};

/// Of these, those the viewer (none for anonymous; always somebody of this server) may see, in the order asked.
/// However many: at most seven queries.
std::vector<View> read(Records& records, Tx& tx, AccountId viewer, std::span<StatusId const> ids);
/// The same if all that takes is in memory.
std::optional<std::vector<View>> from_memory(Records& records, AccountId viewer, std::span<StatusId const> ids);

/// Of these viewers, all of this server, those that may see the status. One query beside what is not in memory, however
/// many.
std::vector<AccountId> who_may_see(Records& records, Tx& tx, std::span<AccountId const> viewers, StatusId id);
/// from_memory() of one status, for a viewer of whom who_may_see() said so just now.
std::optional<std::vector<View>> seen_from_memory(Records& records, AccountId viewer, StatusId id);

/// One as the database has it now, if the viewer may see it: what is to be acted on. Costs one query when it is
/// open and the rest is in memory.
std::optional<Status> find(Records& records, Tx& tx, AccountId viewer, StatusId id);

/// To be called where a status is written: when that is committed, memory knows that its author has done nothing to
/// it yet. Not for one in a conversation that was there before, which may be muted.
void remember_untouched(Records& records, Tx& tx, AccountId author, StatusId id);

/// Asks once what all of these did to a status (to what it boosts), and remembers it: before it is rendered for each.
void learn_deeds(Records& records, Tx& tx, std::span<AccountId const> viewers, StatusId id);
/// Whom the viewer is apart from is in memory afterwards.
void learn_viewer(Records& records, Tx& tx, AccountId viewer);

/// What the viewer did to this one, as this transaction sees it.
Deeds deeds(Tx& tx, AccountId viewer, Status const& status);

}  // namespace dunlin::store::views
