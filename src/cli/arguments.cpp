#include "arguments.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>

namespace dunlin::cli {
namespace {

std::string with_dashes(std::string_view name) {
  std::string out(name);
  std::ranges::replace(out, '_', '-');
  return out;
}

Option const& declared(Command const& command, std::string const& name) {
  auto const at = std::ranges::find_if(command.options, [&](Option const& o) { return with_dashes(o.name) == name; });
  if (at == command.options.end()) throw Misuse(fmt::format("there is no option --{}", name));
  return *at;
}

struct Count {
  std::size_t least = 0, most = 0;
};

/// "USERNAME [DOMAIN]" wants one or two, "[NAME...]" any number.
Count count_of(std::string_view arguments) {
  Count count;
  for (std::size_t start = 0; start < arguments.size();) {
    auto const end = std::min(arguments.find(' ', start), arguments.size());
    auto const word = arguments.substr(start, end - start);
    if (!word.starts_with('[')) ++count.least;
    ++count.most;
    if (word.find("...") != std::string_view::npos) count.most = std::numeric_limits<std::size_t>::max();
    start = end + 1;
  }
  return count;
}

}  // namespace

bool Arguments::has(std::string_view option) const {
  return value(option).has_value();
}

std::optional<std::string> Arguments::value(std::string_view option) const {
  auto const at = std::ranges::find(options, with_dashes(option), &std::pair<std::string, std::string>::first);
  if (at == options.end()) return std::nullopt;
  return at->second;
}

Arguments read_arguments(Command const& command, std::span<std::string const> words) {
  Arguments arguments;
  bool only_words = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto const& word = words[i];
    if (only_words || !word.starts_with("--")) {
      if (!only_words && word.size() > 1 && word.starts_with('-')) throw Misuse("there is no option " + word);
      arguments.words.push_back(word);
      continue;
    }
    if (word == "--") {
      only_words = true;
      continue;
    }
    auto const equals = word.find('=');
    auto const name = with_dashes(std::string_view(word).substr(2, equals == std::string::npos ? equals : equals - 2));
    auto const& option = declared(command, name);
    if (arguments.has(name)) throw Misuse(fmt::format("--{} is given twice", name));
    if (option.value.empty() && equals != std::string::npos) throw Misuse(fmt::format("--{} takes no value", name));
    std::string value;
    if (equals != std::string::npos)
      value = word.substr(equals + 1);
    else if (!option.value.empty() && i + 1 < words.size())
      value = words[++i];
    else if (!option.value.empty())
      throw Misuse(fmt::format("--{} wants a value: --{}={}", name, name, option.value));
    arguments.options.emplace_back(name, value);
  }
  auto const [least, most] = count_of(command.arguments);
  if (arguments.words.size() < least) throw Misuse(fmt::format("{} is missing", command.arguments));
  if (arguments.words.size() > most) throw Misuse(fmt::format("\"{}\" is too much", arguments.words[most]));
  for (auto const& option : command.options)
    if (option.required && !arguments.has(option.name))
      throw Misuse(fmt::format("--{}={} is missing", with_dashes(option.name), option.value));
  return arguments;
}

}  // namespace dunlin::cli
