#include "dunlin/cli/cli.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>

#include "arguments.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "help.hpp"
#include "nouns.hpp"

namespace dunlin::cli {
namespace {

constexpr int exit_failed = 1;
constexpr int exit_misunderstood = 2;

/// The word that asks for help, or the end. After noun and verb "help" is a word like any other.
auto find_help(std::span<std::string const> words) {
  return std::ranges::find_if(words, [&](std::string const& word) {
    bool const early = &word - words.data() < 2;
    return word == "--help" || word == "-h" || (word == "help" && early);
  });
}

/// The command that the words begin with, and how many of them name it.
std::pair<Command const*, std::size_t> find(Commands const& commands, std::span<std::string const> words) {
  for (auto const& command : commands) {
    if (words.empty() || command.noun != words[0]) continue;
    if (command.verb.empty()) return {&command, 1};
    if (words.size() > 1 && command.verb == words[1]) return {&command, 2};
  }
  return {nullptr, 0};
}

int show_help(Commands const& commands, std::span<std::string const> about) {
  if (auto const [command, used] = find(commands, about); command) {
    fmt::print("{}", help(*command));
    return 0;
  }
  auto const known =
      !about.empty() && std::ranges::find(commands, std::string_view(about[0]), &Command::noun) != commands.end();
  if (!about.empty() && !known) {
    fmt::print(stderr, "dunlin: there is no command \"{}\"\n\n{}", about[0], help(commands));
    return exit_misunderstood;
  }
  fmt::print("{}", help(commands, known ? std::string_view(about[0]) : std::string_view()));
  return 0;
}

void tell(config::Problem const& problem) {
  fmt::print(stderr, "dunlin: {}: {}. {}\n", problem.name, problem.what, problem.fix);
}

int run_with_app(AppHandler handler, Arguments const& arguments, Surroundings const& surroundings) {
  if (!surroundings.reading.problems.empty()) {
    for (auto const& problem : surroundings.reading.problems) tell(problem);
    return exit_failed;
  }
  return surroundings.with_app(surroundings.reading.config, [&](App& app, boost::asio::any_io_executor executor) {
    return handler(Context{app, arguments, std::move(executor)});
  });
}

int run_command(Command const& command, std::span<std::string const> words, Surroundings const& surroundings) {
  auto const arguments = read_arguments(command, words);
  if (auto const* const plain = std::get_if<PlainHandler>(&command.handler))
    return (*plain)(surroundings.reading, arguments);
  return run_with_app(std::get<AppHandler>(command.handler), arguments, surroundings);
}

}  // namespace

void add_commands(Commands& on) {
  add_settings(on);
  add_accounts(on);
  add_config(on);
  add_database(on);
  add_emoji(on);
  add_deliveries(on);
  add_house(on);
  add_media(on);
  add_media_move(on);
  add_media_refresh(on);
  add_relays(on);
  add_version(on);
}

int run(Commands const& commands, std::span<std::string const> words, Surroundings const& surroundings) {
  // "help accounts create", "accounts help create" and "accounts create --help" are one question.
  if (auto const at = find_help(words); at != words.end()) {
    std::vector<std::string> about(words.begin(), at);
    about.insert(about.end(), at + 1, words.end());
    return show_help(commands, about);
  }
  auto const [command, used] = find(commands, words);
  if (!command) {
    auto const noun = words.empty() ? std::string() : words[0];
    bool const known = std::ranges::find(commands, std::string_view(noun), &Command::noun) != commands.end();
    fmt::print(stderr, "dunlin: there is no command \"{}\"\n\n{}",
               known && words.size() > 1 ? noun + " " + words[1] : noun, help(commands, known ? noun : ""));
    return exit_misunderstood;
  }
  try {
    return run_command(*command, words.subspan(used), surroundings);
  } catch (Misuse const& misuse) {
    fmt::print(stderr, "dunlin: {}\nUsage: dunlin {}\n", misuse.what(), usage(*command));
    return exit_misunderstood;
  } catch (Refusal const& refusal) {
    fmt::print(stderr, "dunlin: {}\n", refusal.what());
    for (auto const& detail : refusal.details) fmt::print(stderr, "  {} {}\n", detail.field, detail.description);
  } catch (std::exception const& error) {
    fmt::print(stderr, "dunlin: {}\n", error.what());
  }
  return exit_failed;
}

}  // namespace dunlin::cli
