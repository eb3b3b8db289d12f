#pragma once
#include <string>

#include "dunlin/access/call.hpp"
#include "dunlin/base/async.hpp"

namespace dunlin::web {

/// A file of the storage, whole or the stretch asked for, to be kept for ever. Refuses what is not there.
awaitable<access::Reply> stored_file(access::Call const& call, std::string key);

}  // namespace dunlin::web
