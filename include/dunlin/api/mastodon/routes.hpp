#pragma once
#include "dunlin/access/routes.hpp"

namespace dunlin::api::mastodon {

/// Adds the client API below /api/v1 and /api/v2.
void add_routes(access::Routes& on);

}  // namespace dunlin::api::mastodon
