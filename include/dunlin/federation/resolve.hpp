#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/account.hpp"

namespace dunlin::federation {

/// The account with this actor id, fetched (signed, verified by WebFinger) and stored when unknown or stale.
/// Nothing when it cannot be had; never throws for what the other side does.
awaitable<std::optional<Account>> resolve_actor(App&, std::string uri);
/// The account with this handle ("name@domain"), by WebFinger when unknown.
awaitable<std::optional<Account>> resolve_handle(App&, std::string handle);

/// An ActivityPub document, fetched with a signed GET within all limits (contract, section 9, rule 10). The text
/// is JSON whose id equals the URL it was read from.
awaitable<std::optional<std::string>> fetch_document(App&, std::string url);

}  // namespace dunlin::federation
