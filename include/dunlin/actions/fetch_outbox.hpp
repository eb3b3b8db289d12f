#pragma once
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::actions {

/// Job: pulls the recent public posts of an account of another server from its outbox, unless that was done lately.
/// They get their own dates, and nobody is told of them. Whoever begins to follow finds them at home, where they
/// belong by their dates.
struct FetchOutbox {
  static constexpr std::string_view kind = "fetch_outbox";
  AccountId account;
  AccountId follower;  // who began to follow it; none for a visit of its profile
  std::string to_text() const { return to_string(account) + " " + to_string(follower); }
  static FetchOutbox from_text(std::string const& text);
};
awaitable<void> fetch_outbox(App&, FetchOutbox, jobs::Job const&);

/// Somebody signed in looks at this profile: its posts are pulled if it is of another server.
awaitable<void> visit_profile(App&, AccountId account);
/// Somebody here follows it now.
void fetch_outbox_for(db::Tx& tx, Account const& target, AccountId follower);

}  // namespace dunlin::actions
