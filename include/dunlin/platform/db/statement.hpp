#pragma once
#include <string_view>

namespace dunlin::db {

/// One SQL question. The name is that of the prepared statement on every connection, of the metric and of the
/// log line; by convention "<aggregate>.<function>". Both must be string literals.
struct Statement {
  std::string_view name;
  std::string_view sql;
  /// Planned once for all parameters, even where PostgreSQL thinks that planning anew each time would pay: for big
  /// statements, whose planning costs more than their work. Not for those whose best plan hangs on a limit.
  bool plan_once = false;
};

}  // namespace dunlin::db
