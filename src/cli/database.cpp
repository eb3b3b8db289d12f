#include <fmt/core.h>

#include <cstdio>

#include "dunlin/platform/db/migrate.hpp"
#include "nouns.hpp"

namespace dunlin::cli {
namespace {

int migrate_database(config::Reading const& reading, Arguments const&) {
  if (!reading.problems.empty()) throw Failure("the settings cannot be used: dunlin config check tells why");
  auto const applied = db::migrate(reading.config.database);
  for (auto const& name : applied) fmt::print("applied {}\n", name);
  if (applied.empty()) fmt::print("The database is up to date.\n");
  return 0;
}

}  // namespace

void add_database(Commands& on) {
  on.push_back({"migrate",
                "",
                "",
                "Bring the database up to this version; the server does so by itself at its start",
                {},
                migrate_database});
}

}  // namespace dunlin::cli
