#pragma once
#include <libpq-fe.h>

#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "dunlin/platform/db/parameter.hpp"
#include "dunlin/platform/db/rows.hpp"
#include "dunlin/platform/db/statement.hpp"

namespace dunlin::db {

struct Options;

/// What all connections of one pool share.
struct PoolState {
  std::atomic<std::int64_t> statements{0};

  /// The low bits of the next id, from the block that is this process' own; nothing when that is used up.
  std::optional<std::int64_t> take_sequence() {
    std::scoped_lock const lock(sequences_mutex_);
    if (next_sequence_ == end_of_sequences_) return std::nullopt;
    return next_sequence_++;
  }
  /// A new block, in place of what is left of the last one.
  void put_sequences(std::int64_t first, std::int64_t count) {
    std::scoped_lock const lock(sequences_mutex_);
    next_sequence_ = first;
    end_of_sequences_ = first + count;
  }

 private:
  std::mutex sequences_mutex_;
  std::int64_t next_sequence_ = 0, end_of_sequences_ = 0;
};

/// One libpq connection, always in pipeline mode: queued statements travel with the next one that waits, so a
/// transaction costs one round trip for each answer that is really looked at.
class Connection {
 public:
  Connection(Options const& options, PoolState& pool);

  /// Connects when there is no usable connection. Throws Unavailable.
  void ensure_open();
  void close();

  void begin();
  /// True as soon as COMMIT may have reached the server: from then on only PostgreSQL knows the outcome.
  bool commit_was_sent() const { return commit_sent_; }
  void commit();
  /// Never throws; a connection that cannot roll back is closed.
  void roll_back();
  /// Sends what is queued and waits for it.
  void flush();

  void queue(Statement const& statement, std::initializer_list<Parameter> parameters);
  Rows run(Statement const& statement, std::initializer_list<Parameter> parameters);
  PoolState& pool() { return pool_; }

 private:
  struct Queued {
    Statement statement;
    std::vector<std::optional<std::string>> parameters;
  };
  /// One command in the pipeline whose answer is still to be read.
  struct Sent {
    std::string_view name;
    bool is_prepare = false;
    bool is_aside = false;  // its rows are not the batch's answer
  };

  void send_queued();
  void send(Statement const& statement, std::vector<char const*> const& parameters);
  void send_control(Statement const& statement);
  /// Marks the end of a batch and reads every answer of it; the last command's rows are returned. Throws the
  /// first error.
  Rows synchronise();
  Rows read_answers(std::optional<struct Failure>& failure);
  [[noreturn]] void broken(std::string_view during);

  Options const& options_;
  PoolState& pool_;
  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_{nullptr, PQfinish};
  std::unordered_set<std::string_view> prepared_;
  std::vector<Queued> queued_;
  std::vector<Sent> sent_;
  bool in_transaction_ = false;
  bool begin_sent_ = false;
  bool commit_sent_ = false;
};

}  // namespace dunlin::db
