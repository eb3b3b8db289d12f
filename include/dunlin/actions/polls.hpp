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

/// Job: tells the author and whoever voted here that a poll is over. Does nothing when it goes on longer by now.
struct PollOver {
  static constexpr std::string_view kind = "poll_over";
  PollId poll;
  std::string to_text() const;
  static PollOver from_text(std::string const&);
};
awaitable<void> poll_over(App&, PollOver, jobs::Job const&);

}  // namespace dunlin::actions
