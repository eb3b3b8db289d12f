#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/actions/refreshes.hpp"
#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::actions {

/// Somebody signed in opened a thread with posts of other servers: begins to fetch what of it is missing, unless that
/// was done lately. Returns the work that goes on; nothing when none does. Without Redis, nothing is begun.
awaitable<std::optional<refreshes::Refresh>> walk_thread(App&, StatusId opened, Timestamp posted);

/// Job: fetches the thread around a status, from its root, by the `replies` and `context` collections of all servers
/// that take part (contract, section 6.6; FEP-7888). What is fetched is stored with its own date and told to nobody.
/// Each unknown post is asked for once; hosts that do not answer are left alone.
struct WalkThread {
  static constexpr std::string_view kind = "walk_thread";
  StatusId status;
  std::string refresh;
  std::string to_text() const;
  static WalkThread from_text(std::string const&);
};
awaitable<void> run_walk(App&, WalkThread, jobs::Job const&);

}  // namespace dunlin::actions
