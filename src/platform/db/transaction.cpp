#include "dunlin/platform/db/transaction.hpp"

#include <mutex>

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
  std::scoped_lock const lock(pool.ids_mutex);
  if (pool.sequences_left == 0) {
    // A sequence is outside transactions, so a block survives a rollback; a lost block costs nothing.
    pool.next_sequence = query(next_block_sql)[0].get<std::int64_t>(0) * sequences_a_block;
    pool.sequences_left = sequences_a_block;
  }
  --pool.sequences_left;
  auto const milliseconds = std::max<std::int64_t>(when.time_since_epoch().count(), 0);
  return milliseconds << 16 | (pool.next_sequence++ & 0xFFFF);
}

}  // namespace dunlin::db
