#pragma once
#include <optional>

#include "dunlin/app.hpp"
#include "dunlin/domain/poll.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

/// An edit may leave the end as it is by naming none.
enum class PollFor { post, edit };
/// Tidies the options and refuses what is no poll: too few or too many of them, equal ones, long ones, a time that is
/// too short or too long.
void check_poll(std::optional<PollDraft>& draft, PollFor what = PollFor::post);

/// The poll a checked draft asks for, beginning now.
Poll make_poll(db::Tx& tx, PollDraft const& draft, Timestamp now);

/// Sees to it that people are told when it is over.
void await_end(db::Tx& tx, Poll const& poll);

/// What an edit makes of a status' poll.
struct PollChange {
  std::optional<Poll> former, next;
  bool is_one = false;  // anything changes
  bool keeps_votes = false;
};
/// What becomes of the poll when a checked draft (or none) takes its place: votes stay when the question does. Nobody
/// can vote until the transaction ends. Refuses a draft without an end where there is none to keep.
PollChange plan_change(db::Tx& tx, Status const& status, std::optional<PollDraft> const& draft, Timestamp now);
void carry_out(db::Tx& tx, StatusId status, PollChange const& change);

}  // namespace dunlin::actions
