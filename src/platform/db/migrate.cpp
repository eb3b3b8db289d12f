#include "dunlin/platform/db/migrate.hpp"

#include <fmt/core.h>
#include <libpq-fe.h>

#include <memory>
#include <set>

namespace dunlin::db {
namespace {

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

/// A plain connection: migrations are many statements in one text, which the pipeline protocol cannot carry.
class Session {
 public:
  explicit Session(std::string const& conninfo) : connection_(PQconnectdb(conninfo.c_str()), PQfinish) {
    if (PQstatus(connection_.get()) != CONNECTION_OK)
      throw Unavailable("08006", fmt::format("PostgreSQL cannot be reached: {}", PQerrorMessage(connection_.get())));
  }
  Result run(std::string const& sql, std::string_view what) {
    Result result(PQexec(connection_.get(), sql.c_str()), PQclear);
    auto const status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
      char const* const state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
      throw Error(state ? state : "", fmt::format("migration {}: {}", what, PQresultErrorMessage(result.get())));
    }
    return result;
  }

 private:
  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

// Any number will do as long as nothing else takes it.
constexpr char const* lock_sql = "select pg_advisory_lock(7263418)";
constexpr char const* unlock_sql = "select pg_advisory_unlock(7263418)";
constexpr char const* table_sql =
    "create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())";

std::set<std::string> applied(Session& session) {
  std::set<std::string> names;
  auto const result = session.run("select name from migrations", "list");
  for (int row = 0; row < PQntuples(result.get()); ++row) names.insert(PQgetvalue(result.get(), row, 0));
  return names;
}

}  // namespace

std::vector<std::string> migrate(std::string const& conninfo) {
  Session session(conninfo);
  session.run("set client_min_messages = warning; set lock_timeout = 0; set statement_timeout = 0", "session");
  session.run(lock_sql, "lock");
  session.run(table_sql, "table");
  auto done = applied(session);
  std::vector<std::string> now;
  for (auto const& migration : migrations()) {
    std::string const name(migration.name);
    if (done.erase(name) > 0) continue;
    // One text, one transaction: the file and the note that it was applied stand or fall together.
    session.run(fmt::format("begin; {}\n; insert into migrations (name) values ('{}'); commit", migration.sql, name),
                name);
    now.push_back(name);
  }
  session.run(unlock_sql, "unlock");
  if (!done.empty())
    throw Error("", fmt::format("the database has migration {}, which this version of Dunlin does not know: "
                                "it is newer than the program",
                                *done.begin()));
  return now;
}

}  // namespace dunlin::db
