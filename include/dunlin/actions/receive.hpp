#pragma once
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::actions {

/// Job: does what an activity from another server says. Its signature has been verified, its actor is the signer.
struct Receive {
  static constexpr std::string_view kind = "receive";
  AccountId actor;         // the signer, where it is known here already
  AccountId delivered_to;  // whose personal inbox it came to; none for the shared one
  std::string body;
  std::string to_text() const;
  static Receive from_text(std::string const&);
};
awaitable<void> receive(App&, Receive, jobs::Job const&);

/// Job: fetches what a status that is here already answers to, and what that answers to, up to a bound.
struct FetchParent {
  static constexpr std::string_view kind = "fetch_parent";
  std::string uri;
  int depth = 0;
  std::string to_text() const;
  static FetchParent from_text(std::string const&);
};
awaitable<void> fetch_parent(App&, FetchParent, jobs::Job const&);

void add_receive_jobs(jobs::Queue& queue);

}  // namespace dunlin::actions
