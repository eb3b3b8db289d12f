#pragma once
#include "dunlin/access/routes.hpp"

namespace dunlin::server {

/// Everything this server answers, one line per door.
void add_routes(access::Routes& on);

/// /health, /ready and /metrics.
void add_state_routes(access::Routes& on);

}  // namespace dunlin::server
