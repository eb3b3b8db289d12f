#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "dunlin/base/id.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/platform/db/parameter.hpp"
#include "dunlin/platform/db/rows.hpp"
#include "dunlin/platform/db/statement.hpp"

namespace dunlin::db {

class Connection;

/// PostgreSQL refused a statement. Its message names the statement and never its parameters.
struct Error : std::runtime_error {
  Error(std::string const& state, std::string const& what, std::string const& which = {})
      : std::runtime_error(what), sqlstate(state), constraint(which) {}
  std::string sqlstate;
  std::string constraint;  // the name of the index or check that refused; empty for none
};
/// A unique index refused a second row (SQLSTATE 23505).
struct UniqueViolation : Error {
  using Error::Error;
};
/// PostgreSQL does not answer, or broke the connection.
struct Unavailable : Error {
  using Error::Error;
};

/// Something other processes and this one's caches may hold, and that a transaction changed: a kind named by
/// its owner ("status", "account", "token") and an id or key.
struct Change {
  std::string kind;
  std::string key;
};

/// The one thing that can ask SQL. Lives on a database thread for the length of one read or one transaction;
/// nothing suspends while it lives, and nothing but SQL happens.
class Tx {
 public:
  explicit Tx(Connection& connection) : connection_(connection) {}
  Tx(Tx const&) = delete;

  /// Sends the statement and waits for its rows. Throws Error, UniqueViolation or Unavailable.
  template <class... Args>
  Rows query(Statement const& statement, Args const&... args) {
    return run(statement, {Parameter(args)...});
  }

  /// Queues a statement whose rows nobody needs. It travels with the next query or with the commit, so it
  /// costs no round trip; an error of its surfaces there.
  template <class... Args>
  void execute(Statement const& statement, Args const&... args) {
    queue(statement, {Parameter(args)...});
  }

  /// A new id for something that came into being at `when`: milliseconds << 16 | sequence. Unique over all
  /// processes on this database.
  template <class AnyId>
  AnyId next_id(Timestamp when) {
    return AnyId{next_id_value(when)};
  }

  /// Tells all processes, after the commit, to forget what they hold of this.
  void changed(std::string kind, std::string key) { changes_.push_back({std::move(kind), std::move(key)}); }
  template <class Tag>
  void changed(std::string kind, Id<Tag> id) {
    changed(std::move(kind), to_string(id));
  }

  /// Runs after the commit, on the database thread; must be quick and must not throw. Never runs if the
  /// transaction fails. For wake-ups only: what must not be lost belongs into a job.
  void after_commit(std::function<void()> action) { after_commit_.push_back(std::move(action)); }

  std::span<Change const> changes() const { return changes_; }

 private:
  friend class Database;
  Rows run(Statement const&, std::initializer_list<Parameter>);
  void queue(Statement const&, std::initializer_list<Parameter>);
  std::int64_t next_id_value(Timestamp when);

  Connection& connection_;
  std::vector<Change> changes_;
  std::vector<std::function<void()>> after_commit_;
};

}  // namespace dunlin::db
