#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/platform/db/transaction.hpp"

// How much there is here, for the documents a server shows of itself.
namespace dunlin::store::census {

using db::Tx;

struct Census {
  std::int64_t users = 0;         // let in
  std::int64_t active_month = 0;  // of them, seen within 30 days
  std::int64_t active_half_year = 0;
  std::int64_t statuses = 0;  // written here
  std::int64_t domains = 0;   // other servers known
};
/// One query over all logins: ask seldom.
Census take(Tx& tx, Timestamp now);

/// Domains of all other servers known, sorted.
std::vector<std::string> domains(Tx& tx);

}  // namespace dunlin::store::census
