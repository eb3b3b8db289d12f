#pragma once
#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/ids.hpp"

namespace dunlin::actions {

/// Asks the server of a poll how it stands, unless that was done within the last minute, and waits for the answer, but
/// not for long. Does nothing for our own ones and those that are over.
awaitable<void> refresh_poll(App&, PollId poll);
/// The same whenever it was asked for last, and however long it takes; for the end of a poll.
awaitable<void> read_tallies(App&, StatusId status);

}  // namespace dunlin::actions
