#pragma once
#include <string>
#include <vector>

#include "dunlin/platform/db/database.hpp"

namespace dunlin::db {

/// One file of migrations/, compiled into the binary.
struct Migration {
  std::string_view name;  // "0001_accounts"
  std::string_view sql;
};

/// All migrations, in order.
std::vector<Migration> const& migrations();

/// Applies what is missing, each in its own transaction, under a lock: of two processes starting at once one
/// waits for the other. A run that was cut off goes on where it stopped. Returns the names applied now. Throws
/// Error when the database is newer than this program.
std::vector<std::string> migrate(std::string const& conninfo);

}  // namespace dunlin::db
