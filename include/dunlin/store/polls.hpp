#pragma once
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "dunlin/domain/poll.hpp"
#include "dunlin/platform/db/transaction.hpp"

// Polls and who voted in them. A poll comes along with its status (store::statuses); what viewers chose comes with
// store::views.
namespace dunlin::store::polls {

using db::Tx;

/// The status a poll belongs to, if that is not deleted.
std::optional<StatusId> status_of(Tx& tx, PollId id);
/// The poll as it is now. Nobody else votes in it or changes it until the transaction ends.
std::optional<Poll> lock(Tx& tx, PollId id);

void insert(Tx& tx, StatusId status, Poll const& poll);
/// Writes all of it anew, counts included.
void update(Tx& tx, StatusId status, Poll const& poll);
/// Forgets who voted.
void remove_votes(Tx& tx, StatusId status, PollId id);
void remove(Tx& tx, StatusId status, PollId id);

/// Writes and counts what somebody chose; false, and nothing changes, when they voted before. Lock the poll first.
bool vote(Tx& tx, StatusId status, PollId id, AccountId voter, std::span<int const> choices, Timestamp when);

/// Writes and counts one option that somebody of another server chose: those come one by one. False, and nothing
/// changes, when they chose it before, or any where only one may be chosen. Lock the poll first.
bool add_choice(Tx& tx, StatusId status, Poll const& poll, AccountId voter, int choice, Timestamp when);

/// Accounts of other servers that voted, at most 10,000.
std::vector<AccountId> remote_voters(Tx& tx, PollId id);
/// Local accounts that voted, at most 10,000.
std::vector<AccountId> local_voters(Tx& tx, PollId id);

}  // namespace dunlin::store::polls
