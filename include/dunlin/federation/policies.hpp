#pragma once
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"

namespace dunlin::federation {

/// Whether the admin lets us talk with this host or domain at all, as of at most half a minute ago.
awaitable<bool> may_federate(App&, std::string host);

}  // namespace dunlin::federation
