#pragma once
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"

namespace dunlin::federation {

/// Whether the server of an object says that it is no more: it is not found, gone, or a Tombstone.
awaitable<bool> is_object_gone(App&, std::string url);

}  // namespace dunlin::federation
