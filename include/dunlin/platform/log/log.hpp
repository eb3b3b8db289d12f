#pragma once
#include <fmt/core.h>

#include <string>
#include <string_view>

namespace dunlin::log {

enum class Level { debug, info, warn, error };

/// Called once at the start, before other threads. JSON lines or text, to standard error.
void configure(std::string_view level, bool json);
bool enabled(Level);
/// One line. The only file that knows spdlog is behind this.
void write(Level, std::string_view message);

template <class... Args>
void debug(fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::debug)) write(Level::debug, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::info)) write(Level::info, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void warn(fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::warn)) write(Level::warn, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::error)) write(Level::error, fmt::format(format, std::forward<Args>(args)...));
}

/// One answered request, for the access log.
struct Access {
  std::string_view method, path, route, address, id;
  int status;
  std::size_t bytes;
  double milliseconds;
};
/// Written at level info and buffered: it may stand in memory for up to a second, warnings and errors never do.
void access(Access const&);
/// Writes out what is buffered.
void flush();

}  // namespace dunlin::log
