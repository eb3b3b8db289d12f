#pragma once
#include <optional>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/account.hpp"

namespace dunlin::actions {

/// The account at this address, as its own server shows it now, if `source` (an actor id) may move there: it names
/// `source` among its aliases, is somebody else, and has not itself moved.
awaitable<std::optional<Account>> move_target(App&, std::string uri, std::string source);

}  // namespace dunlin::actions
