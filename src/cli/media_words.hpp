#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "dunlin/cli/commands.hpp"

// What commands about files say.
namespace dunlin::cli {

/// A line that counts, where somebody watches.
class Progress {
 public:
  Progress();
  ~Progress();
  Progress(Progress const&) = delete;
  void step(std::uint64_t bytes);

 private:
  bool const watched_;
  bool shown_ = false;
  std::uint64_t files_ = 0, bytes_ = 0;
  std::chrono::steady_clock::time_point last_;
};

/// What the option says, or else. Throws Failure when that is no number up to the most.
int number_of(Arguments const& arguments, std::string_view name, int otherwise, int most);

/// "1.5 MiB"
std::string size_text(std::uint64_t bytes);

}  // namespace dunlin::cli
