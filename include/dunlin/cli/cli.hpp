#pragma once
#include <functional>
#include <span>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/cli/commands.hpp"
#include "dunlin/platform/config/config.hpp"

namespace dunlin::cli {

/// What main hands to the commands: the configuration as it was read, and a way to get the program's parts.
struct Surroundings {
  config::Reading const& reading;
  /// Builds the program without serving, calls the work on this thread while an io thread runs beside it, and
  /// lets other processes know what changed. Returns what the work returns.
  std::function<int(config::Config const&, std::function<int(App&, boost::asio::any_io_executor)>)> with_app;
};

/// Adds every command of this folder, one line per noun.
void add_commands(Commands& on);

/// Runs one admin command ("accounts", "create", "alice", "--email=a@example.org"). Returns the exit status: 0,
/// 1 when it failed, 2 when it was not understood. Never throws.
int run(Commands const& commands, std::span<std::string const> words, Surroundings const& surroundings);

}  // namespace dunlin::cli
