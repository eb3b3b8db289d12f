#pragma once
#include <optional>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/store/policies.hpp"

namespace dunlin::federation {

/// Whether the admin lets us talk with this host or domain at all, as of at most half a minute ago.
awaitable<bool> may_federate(App&, std::string host);

/// What the admin decided about a host, as of at most half a minute ago.
awaitable<std::optional<store::policies::Policy>> policy_for(App&, std::string host);

}  // namespace dunlin::federation
