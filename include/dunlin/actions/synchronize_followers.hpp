#pragma once
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/federation/synchronization.hpp"
#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::actions {

/// Job: a remote account said whom of us it takes for its followers. Where that differs from what we have, theirs
/// holds: it protects posts for followers only.
struct SynchronizeFollowers {
  static constexpr std::string_view kind = "synchronize_followers";
  AccountId account;
  federation::Synchronization said;
  std::string to_text() const;
  static SynchronizeFollowers from_text(std::string const&);
};
awaitable<void> synchronize_followers(App&, SynchronizeFollowers, jobs::Job const&);

/// Queues it for what a verified request of this account says, if it says so and may.
void begin_synchronization(db::Tx&, Account const& sender, http::Request const& request);

}  // namespace dunlin::actions
