#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "dunlin/base/async.hpp"
#include "dunlin/base/time.hpp"

namespace dunlin::process {

/// What a child may use up before it is killed.
struct Limits {
  Duration patience = std::chrono::minutes(1);
  int cpu_seconds = 60;
  std::uint64_t memory_bytes = 1024 * 1024 * 1024;  // of its address space
  std::uint64_t file_bytes = 0;                     // of every file it writes; 0 for none at all
  std::size_t output_bytes = 256 * 1024;            // of what it says
};

struct Ended {
  bool well = false;      // of its own accord, with 0
  bool by_force = false;  // killed, by us or by a limit
  std::string output;     // its standard output
};

/// It could not even be started: a program is missing, or there is no room for one.
struct CannotStart : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Runs a program from the PATH, without a shell, with low priority and nothing of ours open. It has no input, what it
/// says on its standard error is dropped, and it dies with this process, or when this coroutine is given up.
awaitable<Ended> run(std::vector<std::string> command, Limits limits);

}  // namespace dunlin::process
