#pragma once
#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/federation/deliver.hpp"

namespace dunlin::actions {

/// Job: an inbox is gone. Whoever had it is asked for anew: with another inbox they stay, gone as well they are
/// removed here.
awaitable<void> inbox_gone(App&, federation::InboxGone, jobs::Job const&);

}  // namespace dunlin::actions
