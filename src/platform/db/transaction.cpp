#include "dunlin/platform/db/transaction.hpp"

#include "connection.hpp"

namespace dunlin::db {
namespace {

constexpr std::int64_t sequences_a_block = 256;
constexpr Statement next_block_sql{"ids.next_block", "select nextval('id_blocks')"};

}  // namespace

Rows Tx::run(Statement const& statement, std::initializer_list<Parameter> parameters) {
  return connection_.run(statement, parameters);
}

void Tx::queue(Statement const& statement, std::initializer_list<Parameter> parameters) {
  connection_.queue(statement, parameters);
}

std::int64_t Tx::next_id_value(Timestamp when) {
  auto& pool = connection_.pool();
  auto const milliseconds = std::max<std::int64_t>(when.time_since_epoch().count(), 0);
  auto sequence = pool.take_sequence();
  if (!sequence) {
    // Asked for without the pool's lock: the answer waits for everything this transaction has queued, and that may
    // wait for a row of a transaction that needs an id itself. A sequence is outside transactions, so a block
    // survives a rollback; a lost block costs nothing.
    auto const first = query(next_block_sql)[0].get<std::int64_t>(0) * sequences_a_block;
    pool.put_sequences(first + 1, sequences_a_block - 1);
    sequence = first;
  }
  return milliseconds << 16 | (*sequence & 0xFFFF);
}

}  // namespace dunlin::db
