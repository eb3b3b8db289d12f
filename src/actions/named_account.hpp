#pragma once
#include <optional>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/account.hpp"

namespace dunlin::actions {

/// The account that somebody means by "name", "@name@domain" or an address; asked for elsewhere when it is not here.
awaitable<std::optional<Account>> find_named(App&, std::string name);

}  // namespace dunlin::actions
