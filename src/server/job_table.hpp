#pragma once
#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::server {

/// Every kind of job this program runs, one line per room.
void add_jobs(jobs::Queue& queue);

}  // namespace dunlin::server
