#pragma once
#include <cstdint>
#include <string>
#include <string_view>
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
/// Of them, those that begin so, the shortest first.
std::vector<std::string> domains_like(Tx& tx, std::string_view beginning, int limit);

/// What went on in one week.
struct Week {
  std::int64_t start = 0;  // Monday 0:00 UTC, seconds since 1970
  std::int64_t statuses = 0, people = 0, sign_ups = 0;
};
/// This week and those before it, newest first. Counts all that was written here in that time: ask seldom.
std::vector<Week> weeks(Tx& tx, Timestamp now, int count);

}  // namespace dunlin::store::census
