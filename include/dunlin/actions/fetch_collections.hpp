#pragma once
#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/federation/fetch_collections.hpp"
#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::actions {

awaitable<void> fetch_collections(App&, federation::FetchCollections, jobs::Job const&);

}  // namespace dunlin::actions
