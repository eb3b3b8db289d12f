#pragma once
#include <optional>
#include <span>
#include <string>
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
/// What speaks for a quote: where what is quoted stands, and the id of its author's consent. Empty for unknown.
struct Papers {
  std::string uri, stamp;
};
Papers papers(Tx& tx, StatusId quoting);
/// Writes all that is known of a quote by now, recounts what it quotes, and announces both.
void settle(Tx& tx, StatusId quoting, Quote const& quote, Papers const& papers, Timestamp now);
/// The status that quotes by this consent, if any.
std::optional<StatusId> by_stamp(Tx& tx, std::string_view stamp);
/// Whether the status is quoted by one that is quoted itself: further down nobody looks at once.
bool is_deep(Tx& tx, StatusId status);
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
