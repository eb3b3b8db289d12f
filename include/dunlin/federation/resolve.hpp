#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/federation/vocabulary/actor.hpp"

namespace dunlin::federation {

/// The account with this actor id, fetched (signed, verified by WebFinger) and stored when unknown or stale.
/// Nothing when it cannot be had; never throws for what the other side does.
awaitable<std::optional<Account>> resolve_actor(App&, std::string uri);
/// The account with this handle ("name@domain"), by WebFinger when unknown.
awaitable<std::optional<Account>> resolve_handle(App&, std::string handle);

/// Whether the account that an actor says it moved to is to be found too: that one's own is not.
enum class Chase { target, nothing };

/// Reads the actor anew from its own server, whatever is stored, and stores what it says. Nothing when it
/// cannot be had; what was stored is kept then.
awaitable<std::optional<Account>> refresh_actor(App&, std::string uri, Chase chase = Chase::target);
/// Whether the actor's own server says that it is gone for good (410).
awaitable<bool> is_actor_gone(App&, std::string uri);

/// An ActivityPub document, fetched with a signed GET within all limits (contract, section 9, rule 10). The text
/// is JSON whose id equals the URL it was read from.
awaitable<std::optional<std::string>> fetch_document(App&, std::string url);

/// Whether a profile that was read then should be read again when it is needed.
bool is_stale(Account const& account, Timestamp now);

}  // namespace dunlin::federation
