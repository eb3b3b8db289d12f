#pragma once
#include <span>
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::actions {

/// Votes once, for one or, where the poll allows it, several options. Returns the status with the poll as it is then.
/// Refuses: not to be seen (not_found); one's own, over, voted before, options that are not there (invalid).
Status vote(App&, db::Tx&, AccountId voter, PollId poll, std::span<int const> choices);

/// Job: tells other servers how a poll of ours stands, some time after somebody of theirs voted.
struct TellTallies {
  static constexpr std::string_view kind = "tell_tallies";
  PollId poll;
  std::string to_text() const;
  static TellTallies from_text(std::string const&);
};
awaitable<void> tell_tallies(App&, TellTallies, jobs::Job const&);
/// Enqueues that, once for all who vote until then.
void tell_tallies_soon(App&, db::Tx&, PollId poll);

/// Job: tells the author and whoever voted here that a poll is over. Does nothing when it goes on longer by now.
struct PollOver {
  static constexpr std::string_view kind = "poll_over";
  PollId poll;
  std::string to_text() const;
  static PollOver from_text(std::string const&);
};
awaitable<void> poll_over(App&, PollOver, jobs::Job const&);

}  // namespace dunlin::actions
