#pragma once
#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::actions {

/// Adds the kinds of jobs that actions enqueue.
void add_jobs(jobs::Queue& queue);

}  // namespace dunlin::actions
