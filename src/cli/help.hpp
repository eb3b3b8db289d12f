#pragma once
#include <string>

#include "dunlin/cli/commands.hpp"

namespace dunlin::cli {

/// "accounts create USERNAME --email=ADDRESS [--confirmed]".
std::string usage(Command const& command);

/// All commands with their purpose, or those of one noun.
std::string help(Commands const& commands, std::string_view noun = {});

/// One command with its options.
std::string help(Command const& command);

}  // namespace dunlin::cli
