#include "connection.hpp"

#include <fmt/core.h>

#include <array>
#include <mutex>

#include "dunlin/platform/db/database.hpp"

namespace dunlin::db {

struct Failure {
  std::string sqlstate;
  std::string what;
  std::string constraint;
};

namespace {

constexpr Statement begin_sql{"begin", "begin"};
constexpr Statement commit_sql{"commit", "commit"};
constexpr Statement rollback_sql{"rollback", "rollback"};
// Set back at once; when the statement between them fails, both are rolled back with it.
constexpr Statement plan_once_sql{"plan_once", "set plan_cache_mode = force_generic_plan"};
constexpr Statement plan_as_usual_sql{"plan_as_usual", "set plan_cache_mode = auto"};

// No statement of a request or job may run longer; migrations lift it for themselves.
constexpr char const* session_settings =
    "-c TimeZone=UTC -c DateStyle=ISO -c bytea_output=hex -c statement_timeout=30000 "
    "-c idle_in_transaction_session_timeout=60000 -c client_min_messages=warning "
    // Compiling a plan takes 100 ms; none of our statements runs so long.
    "-c jit=off";

std::string field(PGresult const* result, int code) {
  char const* text = PQresultErrorField(result, code);
  return text ? text : "";
}

[[noreturn]] void raise(Failure const& failure) {
  if (failure.sqlstate == "23505") throw UniqueViolation(failure.sqlstate, failure.what, failure.constraint);
  // Class 57P: the server is stopping or starting; class 08: the connection; 53: out of connections.
  if (failure.sqlstate.starts_with("57P") || failure.sqlstate.starts_with("08") || failure.sqlstate.starts_with("53"))
    throw Unavailable(failure.sqlstate, failure.what);
  throw Error(failure.sqlstate, failure.what, failure.constraint);
}

}  // namespace

Connection::Connection(Options const& options, PoolState& pool) : options_(options), pool_(pool) {}

void Connection::ensure_open() {
  if (connection_ && PQstatus(connection_.get()) == CONNECTION_OK) return;
  close();
  // The whole conninfo goes in as "dbname", which libpq expands; what stands after it wins.
  std::array<char const*, 5> const names{"dbname", "options", "application_name", "connect_timeout", nullptr};
  std::array<char const*, 5> const values{options_.conninfo.c_str(), session_settings, "dunlin", "5", nullptr};
  connection_.reset(PQconnectdbParams(names.data(), values.data(), 1));
  if (PQstatus(connection_.get()) != CONNECTION_OK || PQenterPipelineMode(connection_.get()) != 1) {
    std::string why = PQerrorMessage(connection_.get());
    close();
    throw Unavailable("08006", "PostgreSQL cannot be reached: " + why);
  }
}

void Connection::close() {
  connection_.reset();
  prepared_.clear();
  queued_.clear();
  sent_.clear();
  in_transaction_ = begin_sent_ = false;
}

void Connection::begin() {
  in_transaction_ = true;
  begin_sent_ = commit_sent_ = false;
}

void Connection::commit() {
  if (!begin_sent_ && queued_.empty()) {  // nothing was asked: nothing to commit
    in_transaction_ = false;
    return;
  }
  send_queued();
  commit_sent_ = true;
  send_control(commit_sql);
  synchronise();
  in_transaction_ = begin_sent_ = false;
}

void Connection::roll_back() {
  queued_.clear();
  if (in_transaction_ && begin_sent_ && connection_) {
    try {
      send_control(rollback_sql);
      synchronise();
    } catch (Error const&) {
      close();
    }
  }
  in_transaction_ = begin_sent_ = false;
}

void Connection::flush() {
  if (queued_.empty()) return;
  send_queued();
  synchronise();
}

void Connection::queue(Statement const& statement, std::initializer_list<Parameter> parameters) {
  Queued queued{statement, {}};
  queued.parameters.reserve(parameters.size());
  for (auto const& parameter : parameters) {
    auto const* text = parameter.c_str();
    if (text)
      queued.parameters.emplace_back(text);
    else
      queued.parameters.emplace_back(std::nullopt);
  }
  queued_.push_back(std::move(queued));
}

Rows Connection::run(Statement const& statement, std::initializer_list<Parameter> parameters) {
  send_queued();
  std::vector<char const*> texts;
  texts.reserve(parameters.size());
  for (auto const& parameter : parameters) texts.push_back(parameter.c_str());
  bool const plan_once = statement.plan_once && options_.prepared_statements;
  if (plan_once) send_control(plan_once_sql);
  send(statement, texts);
  if (plan_once) {
    send_control(plan_as_usual_sql);
    sent_.back().is_aside = true;
  }
  return synchronise();
}

void Connection::send_queued() {
  if (in_transaction_ && !begin_sent_) {
    begin_sent_ = true;
    send_control(begin_sql);
  }
  for (auto const& queued : queued_) {
    std::vector<char const*> texts;
    texts.reserve(queued.parameters.size());
    for (auto const& parameter : queued.parameters) texts.push_back(parameter ? parameter->c_str() : nullptr);
    send(queued.statement, texts);
  }
  queued_.clear();
}

void Connection::send(Statement const& statement, std::vector<char const*> const& parameters) {
  auto* const pg = connection_.get();
  auto const count = static_cast<int>(parameters.size());
  pool_.statements.fetch_add(1, std::memory_order_relaxed);
  int sent = 0;
  if (options_.prepared_statements) {
    if (!prepared_.contains(statement.name)) {
      if (PQsendPrepare(pg, statement.name.data(), statement.sql.data(), 0, nullptr) != 1) broken(statement.name);
      prepared_.insert(statement.name);  // taken back in read_answers if it fails
      sent_.push_back({.name = statement.name, .is_prepare = true});
    }
    sent = PQsendQueryPrepared(pg, statement.name.data(), count, parameters.data(), nullptr, nullptr, 0);
  } else {
    sent = PQsendQueryParams(pg, statement.sql.data(), count, nullptr, parameters.data(), nullptr, nullptr, 0);
  }
  if (sent != 1) broken(statement.name);
  sent_.push_back({statement.name});
}

void Connection::send_control(Statement const& statement) {
  if (PQsendQueryParams(connection_.get(), statement.sql.data(), 0, nullptr, nullptr, nullptr, nullptr, 0) != 1)
    broken(statement.name);
  sent_.push_back({statement.name});
}

Rows Connection::synchronise() {
  if (PQpipelineSync(connection_.get()) != 1) broken("sync");
  std::optional<Failure> failure;
  auto rows = read_answers(failure);
  if (!failure) return rows;
  if (PQstatus(connection_.get()) != CONNECTION_OK) close();
  raise(*failure);
}

Rows Connection::read_answers(std::optional<Failure>& failure) {
  auto* const pg = connection_.get();
  Rows rows;
  for (auto const& sent : sent_) {
    // Each command answers with one result and then a null that ends it.
    while (auto* const result = PQgetResult(pg)) {
      Rows answer(result);
      auto const status = PQresultStatus(result);
      if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
        if (!sent.is_prepare && !sent.is_aside) rows = std::move(answer);
        continue;
      }
      if (sent.is_prepare) prepared_.erase(sent.name);
      if (!failure && status != PGRES_PIPELINE_ABORTED)
        failure = Failure{field(result, PG_DIAG_SQLSTATE),
                          fmt::format("{}: {}", sent.name, field(result, PG_DIAG_MESSAGE_PRIMARY)),
                          field(result, PG_DIAG_CONSTRAINT_NAME)};
      // Without an SQLSTATE it is not PostgreSQL that speaks: libpq found the connection gone, whatever its status.
      if (failure && failure->sqlstate.empty()) broken(sent.name);
      if (PQstatus(pg) != CONNECTION_OK) break;
    }
    if (PQstatus(pg) != CONNECTION_OK) {
      if (failure) return rows;
      broken(sent.name);
    }
  }
  sent_.clear();
  Rows const sync(PQgetResult(pg));
  return rows;
}

void Connection::broken(std::string_view during) {
  std::string const why = PQerrorMessage(connection_.get());
  close();
  throw Unavailable("08006", fmt::format("{}: the connection to PostgreSQL broke: {}", during, why));
}

}  // namespace dunlin::db
