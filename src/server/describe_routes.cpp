#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>
#include <tuple>
#include <vector>

#include "dunlin/server/server.hpp"
#include "routes.hpp"

namespace dunlin::server {
namespace {

using access::Family;
using access::Who;

std::string_view name_of(Family family) {
  switch (family) {
    case Family::none:
      return "";
    case Family::statuses:
      return "statuses";
    case Family::follows:
      return "follows";
    case Family::reports:
      return "reports";
    case Family::media:
      return "media";
    case Family::deletions:
      return "deletions";
    case Family::sign_up:
      return "sign-up";
    case Family::app_registration:
      return "app registration";
    case Family::sign_in:
      return "sign-in";
  }
  return "";
}

std::string who_of(access::Rules const& rules) {
  if (rules.who == Who::nobody) return "anybody";
  std::string who = rules.who == Who::user ? "user" : rules.who == Who::application ? "app" : "user or app";
  if (rules.permission != 0) who += fmt::format(" with role bit {}", rules.permission);
  return rules.anonymous ? who + " or nobody" : who;
}

std::string limits_of(access::Rules const& rules) {
  std::string limits(name_of(rules.family));
  if (rules.most_bytes != access::Rules{}.most_bytes)
    limits += fmt::format("{}{} KiB", limits.empty() ? "" : ", ", rules.most_bytes / 1024);
  return limits;
}

using Line = std::array<std::string, 5>;

/// One line for each row, by path and method.
std::vector<Line> lines() {
  access::Routes routes;
  add_routes(routes);
  std::vector<Line> lines;
  for (auto const& row : routes.rows())
    lines.push_back({row.method, row.path, who_of(row.rules), std::string(row.rules.needs), limits_of(row.rules)});
  std::ranges::sort(lines, {}, [](Line const& line) { return std::tie(line[1], line[0]); });
  return lines;
}

}  // namespace

std::string routes_in_columns() {
  auto all = lines();
  all.insert(all.begin(), {"METHOD", "PATH", "WHO", "SCOPES (ANY OF)", "LIMITS"});
  std::array<std::size_t, 5> widths{};
  for (auto const& line : all)
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  std::string text;
  for (auto const& line : all) {
    for (std::size_t i = 0; i < line.size(); ++i) text += fmt::format("{:<{}}  ", line[i], widths[i]);
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
  }
  return text;
}

std::string routes_as_markdown() {
  std::string text = "| method | path | who | scopes (any of) | limits |\n|---|---|---|---|---|\n";
  for (auto const& [method, path, who, scopes, limits] : lines()) {
    if (!path.starts_with("/api/") && !path.starts_with("/oauth/")) continue;
    text += fmt::format("| {} | `{}` | {} | {} | {} |\n", method, path, who, scopes, limits);
  }
  return text;
}

}  // namespace dunlin::server
