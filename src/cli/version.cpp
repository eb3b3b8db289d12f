#include <fmt/core.h>

#include "nouns.hpp"

namespace dunlin::cli {
namespace {

int version(config::Reading const&, Arguments const&) {
  fmt::print("dunlin {}\n", DUNLIN_VERSION);
  return 0;
}

}  // namespace

void add_version(Commands& on) {
  on.push_back({"version", "", "", "Print the version", {}, version});
}

}  // namespace dunlin::cli
