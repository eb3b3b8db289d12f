#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "dunlin/domain/status.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"

// Which statuses quote which, and what became of that.
namespace dunlin::store::quotes {

using db::Tx;

/// Writes what the status quotes, if anything, and counts it when it is accepted. Waits for nothing.
void insert(Tx& tx, Status const& status);
/// Changes what became of it, recounts what it quotes, and announces both.
void set_state(Tx& tx, StatusId quoting, StatusId quoted, QuoteState state, Timestamp now);
/// Adds to the number of accepted quotes of a status, and announces it.
void count(Tx& tx, StatusId quoted, int more);
/// Changes who may quote a status.
void set_policy(Tx& tx, StatusId status, QuotePolicy policy);

/// Statuses that quote this one and were let to, newest first, without those of accounts that the viewer blocks or is
/// blocked by. The ids are candidates: ask store::views. One query.
std::vector<StatusId> of_status(Tx& tx, StatusId quoted, AccountId viewer, Window const& window);

/// A status that quotes another, and who wrote it.
struct Quoting {
  StatusId status;
  AccountId author;
};
/// By accounts of this server, accepted; at most this many. One query.
std::vector<Quoting> written_here(Tx& tx, StatusId quoted, int most);

}  // namespace dunlin::store::quotes
