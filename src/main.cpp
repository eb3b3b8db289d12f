#include <cstdio>
#include <cstdlib>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dunlin/cli/cli.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/server/server.hpp"

namespace {

using namespace dunlin;

int serve(config::Reading const& reading, cli::Arguments const&) {
  if (!reading.problems.empty()) throw cli::Failure("the settings cannot be used: dunlin config check tells why");
  return server::serve(reading.config);
}

int routes(config::Reading const&, cli::Arguments const& arguments) {
  auto const text = arguments.has("markdown") ? server::routes_as_markdown() : server::routes_in_columns();
  std::fwrite(text.data(), 1, text.size(), stdout);
  return 0;
}

/// What admin commands cannot know, because it lies above them, and then theirs.
cli::Commands commands() {
  cli::Commands all{{"serve", "", "", "Run the server; what happens without any command", {}, serve},
                    {"routes",
                     "",
                     "",
                     "Print everything that is answered, and to whom",
                     {{.name = "markdown", .value = "", .about = "Only the API, as the table in docs/api.md"}},
                     routes}};
  cli::add_commands(all);
  return all;
}

std::optional<std::string> from_environment(std::string const& name) {
  char const* const value = std::getenv(name.c_str());
  return value ? std::optional<std::string>(value) : std::nullopt;
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<std::string> words(arguments + 1, arguments + count);
  if (words.empty()) words = {"serve"};
  if (words[0] == "--version" || words[0] == "-v") words[0] = "version";
  auto const reading = config::read(from_environment);
  return cli::run(commands(), words, {reading, server::with_app});
}
