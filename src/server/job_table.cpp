#include "job_table.hpp"

#include "dunlin/actions/jobs.hpp"
#include "dunlin/actions/receive.hpp"
#include "dunlin/federation/deliver.hpp"

namespace dunlin::server {

// One line per room: each offers `void add_jobs(jobs::Queue&)` in its own header.
void add_jobs(jobs::Queue& queue) {
  actions::add_jobs(queue);
  actions::add_receive_jobs(queue);
  federation::add_jobs(queue);
}

}  // namespace dunlin::server
