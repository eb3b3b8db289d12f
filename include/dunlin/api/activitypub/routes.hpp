#pragma once
#include "dunlin/access/routes.hpp"

namespace dunlin::api::activitypub {

/// Adds everything other servers ask of us: actors, objects, collections, inboxes, WebFinger, host-meta, NodeInfo.
void add_routes(access::Routes& on);

}  // namespace dunlin::api::activitypub
