#include "dunlin/platform/config/config.hpp"

#include <fmt/core.h>

#include <cstdio>

#include "nouns.hpp"

namespace dunlin::cli {
namespace {

int check(config::Reading const& reading, Arguments const&) {
  for (auto const& problem : reading.problems)
    fmt::print(stderr, "{}: {}.\n  {}\n", problem.name, problem.what, problem.fix);
  if (!reading.problems.empty()) {
    fmt::print(stderr, "{} of the settings cannot be used.\n", reading.problems.size());
    return 1;
  }
  auto const& config = reading.config;
  fmt::print("The settings are good.\n");
  fmt::print("  Handles end in @{}, pages and API are at {}\n", config.local_domain, config.base_url());
  fmt::print("  Listens on {}:{}\n", config.bind, config.port);
  if (config.secret_key.empty()) fmt::print("  SECRET_KEY_BASE is kept in the database\n");
  if (!config.local_https)
    fmt::print("  LOCAL_HTTPS is false: good for trying it out on one machine, not for the open network\n");
  if (config.oauth_password_grant)
    fmt::print("  OAUTH_PASSWORD_GRANT is true: meant for test suites, apps do not need it\n");
  if (!config.rate_limits) fmt::print("  RATE_LIMITS is off: meant for benchmarks\n");
  return 0;
}

}  // namespace

void add_config(Commands& on) {
  on.push_back({"config", "check", "", "Explain every bad value of the environment", {}, check});
}

}  // namespace dunlin::cli
