#pragma once
#include <string>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/account.hpp"

namespace dunlin::actions {

inline constexpr std::size_t most_aliases = 10;

/// Names the other accounts of the same person, by handle ("name@domain") or address, in place of those named before:
/// what lets them move here. Refuses (invalid) accounts that cannot be found, and oneself. Tells other servers.
awaitable<Account> set_aliases(App&, AccountId who, std::vector<std::string> names);

}  // namespace dunlin::actions
