#include "help.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace dunlin::cli {
namespace {

std::string words_of(Command const& command) {
  std::string words(command.noun);
  for (auto const part : {command.verb, command.arguments})
    if (!part.empty()) words += " " + std::string(part);
  return words;
}

std::string shown(Option const& option) {
  return option.value.empty() ? fmt::format("--{}", option.name) : fmt::format("--{}={}", option.name, option.value);
}

}  // namespace

std::string usage(Command const& command) {
  auto line = words_of(command);
  for (auto const& option : command.options) line += option.required ? " " + shown(option) : " [" + shown(option) + "]";
  return line;
}

std::string help(Commands const& commands, std::string_view noun) {
  std::size_t width = 0;
  for (auto const& command : commands)
    if (noun.empty() || command.noun == noun) width = std::max(width, words_of(command).size());
  std::string text = "Commands:\n";
  for (auto const& command : commands)
    if (noun.empty() || command.noun == noun)
      text += fmt::format("  dunlin {:<{}}  {}\n", words_of(command), width, command.about);
  text += noun.empty() ? "\ndunlin help COMMAND tells more. Settings come from the environment: dunlin config check.\n"
                       : fmt::format("\ndunlin help {} VERB tells more.\n", noun);
  return text;
}

std::string help(Command const& command) {
  auto text = fmt::format("Usage: dunlin {}\n\n{}\n", usage(command), command.about);
  if (command.options.empty()) return text;
  std::size_t width = 0;
  for (auto const& option : command.options) width = std::max(width, shown(option).size());
  text += "\nOptions:\n";
  for (auto const& option : command.options) text += fmt::format("  {:<{}}  {}\n", shown(option), width, option.about);
  return text;
}

}  // namespace dunlin::cli
