#pragma once
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "dunlin/store/relays.hpp"

/// Relays: other servers' public posts for the public timeline, and ours for theirs.
namespace dunlin::actions {

/// Asks to be let in: by the address of an inbox (as Mastodon does it) or of the relay's actor (as Pleroma does it).
/// Refuses (invalid) what is no relay, and a second time.
awaitable<store::relays::Relay> add_relay(App&, std::string address);
/// Refuses (not_found) one that is not there.
void remove_relay(App&, db::Tx&, std::string_view address);

/// Job: what a relay handed on is asked for at its own server.
struct FetchRelayed {
  static constexpr std::string_view kind = "fetch_relayed";
  std::string uri;
  std::string to_text() const { return uri; }
  static FetchRelayed from_text(std::string const& text) { return {text}; }
};
awaitable<void> fetch_relayed(App&, FetchRelayed, jobs::Job const&);
/// Asks for it, unless it comes from no relay of ours. For activities that are signed by somebody else than their
/// actor. False when that is so.
bool take_forwarded(App&, db::Tx&, std::string_view signer, std::string const& object);

}  // namespace dunlin::actions
