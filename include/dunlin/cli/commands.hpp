#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/platform/config/config.hpp"

namespace dunlin::cli {

/// What stands on a command line after noun and verb. Dashes and underscores in option names mean the same.
struct Arguments {
  std::vector<std::string> words;                            // in order, without options
  std::vector<std::pair<std::string, std::string>> options;  // as declared; flags have an empty value

  bool has(std::string_view option) const;
  std::optional<std::string> value(std::string_view option) const;
};

/// A command that cannot do what it was asked; the text goes to standard error and the exit status is 1.
struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What a command that needs the database or more works with. It runs on a thread of its own: blocking calls are
/// fine here.
struct Context {
  App& app;
  Arguments const& arguments;
  boost::asio::any_io_executor executor;

  /// Runs a coroutine on the io thread and waits for it; rethrows what it throws.
  template <class T>
  T wait(awaitable<T> work) const {
    return boost::asio::co_spawn(executor, std::move(work), boost::asio::use_future).get();
  }
};

/// A command that needs only the configuration.
using PlainHandler = int (*)(config::Reading const&, Arguments const&);
/// A command that needs the program's parts.
using AppHandler = int (*)(Context const&);

struct Option {
  std::string_view name;   // "email", without dashes
  std::string_view value;  // what stands for its value in the help: "ADDRESS"; empty for a flag
  std::string_view about;
  bool required = false;
};

/// One row of the table of commands: `dunlin NOUN VERB ARGUMENTS…`.
struct Command {
  std::string_view noun;       // "accounts"
  std::string_view verb;       // "create"; empty for commands of one word
  std::string_view arguments;  // "USERNAME", "[USERNAME]": how many words are wanted, and how the help shows it
  std::string_view about;
  std::vector<Option> options;
  std::variant<PlainHandler, AppHandler> handler;
};

using Commands = std::vector<Command>;

}  // namespace dunlin::cli
