#pragma once
#include <span>
#include <string>

#include "dunlin/cli/commands.hpp"

namespace dunlin::cli {

/// A command line that does not fit its command; the text says how.
struct Misuse : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Takes words apart as the command declares them: `--name=value`, `--name value`, `--flag`, and `--` before words
/// that begin with a dash. Throws Misuse for unknown, repeated, incomplete and missing ones.
Arguments read_arguments(Command const& command, std::span<std::string const> words);

}  // namespace dunlin::cli
