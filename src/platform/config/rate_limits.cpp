#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "dunlin/base/ascii.hpp"
#include "values.hpp"

namespace dunlin::config {
namespace {

constexpr int most_requests = 1'000'000;
constexpr std::chrono::seconds longest_period = std::chrono::days(7);

std::optional<int> read_count(std::string_view text, std::int64_t most) {
  int number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 1 || number > most) return std::nullopt;
  return number;
}

/// "90s", "5m", "3h", "1d".
std::optional<std::chrono::seconds> read_period(std::string_view text) {
  if (text.empty()) return std::nullopt;
  static constexpr std::string_view units = "smhd";
  static constexpr std::array<int, 4> seconds{1, 60, 3600, 86400};
  auto const unit = units.find(text.back());
  if (unit == std::string_view::npos) return std::nullopt;
  auto const count = read_count(text.substr(0, text.size() - 1), longest_period.count() / seconds[unit]);
  if (!count) return std::nullopt;
  return std::chrono::seconds(std::int64_t{*count} * seconds[unit]);
}

/// "token=600/5m".
std::optional<RateLimit> read_limit(std::string_view text) {
  auto const equals = text.find('='), slash = text.find('/');
  if (equals == std::string_view::npos || slash == std::string_view::npos || slash < equals) return std::nullopt;
  auto const name = std::ranges::find(rate_limit_names, text.substr(0, equals));
  auto const most = read_count(text.substr(equals + 1, slash - equals - 1), most_requests);
  auto const period = read_period(text.substr(slash + 1));
  if (name == rate_limit_names.end() || !most || !period) return std::nullopt;
  return RateLimit{static_cast<std::size_t>(name - rate_limit_names.begin()), *most, *period};
}

}  // namespace

void read_rate_limits(Values const& values, Config& config) {
  auto const text = values.text("RATE_LIMITS");
  if (!text || text->find('=') == std::string::npos) return values.flag("RATE_LIMITS", config.rate_limits);
  for (auto const& element : values.list("RATE_LIMITS")) {
    auto const limit = read_limit(ascii_lower(element));
    if (limit)
      config.changed_rate_limits.push_back(*limit);
    else
      values.problem("RATE_LIMITS", fmt::format("\"{}\" is not a limit", element),
                     fmt::format("Write on, off, or limits such as token=600/5m,statuses=100/3h; there are {}.",
                                 fmt::join(rate_limit_names, ", ")));
  }
}

}  // namespace dunlin::config
