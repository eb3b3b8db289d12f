#pragma once
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/ids.hpp"

namespace dunlin::actions {

/// The status with this id or page address, fetched from its own server and stored when unknown. None when it
/// cannot be had. Whether the one who asks may see it is the caller's question.
awaitable<StatusId> resolve_status(App&, std::string url);

}  // namespace dunlin::actions
