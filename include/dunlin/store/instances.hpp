#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/platform/db/transaction.hpp"

/// What we know of other servers, and how delivering to them goes. A server is named by host and port.
namespace dunlin::store::instances {

using db::Tx;

struct Instance {
  std::string domain;
  int failures = 0;                       // in a row
  std::optional<Timestamp> closed_until;  // the circuit: nothing is sent before
  std::optional<Timestamp> unavailable_since;
  std::string signature_scheme;  // the one that worked: "" for not known, "draft", "rfc9421"
};

/// Failures on so many distinct days without a success in between make a server unavailable (contract,
/// section 10).
inline constexpr int days_until_unavailable = 7;

/// Every server that does not answer, is unavailable or wants another signature than the usual one; at most 10,000.
std::vector<Instance> noteworthy(Tx& tx);
/// A delivery failed: counts it, closes the circuit until then, remembers the day.
void note_failure(Tx& tx, std::string_view domain, Timestamp now, std::optional<Timestamp> closed_until);
/// It answered, or sent something validly signed: everything held against it is forgotten.
void note_success(Tx& tx, std::string_view domain, Timestamp now);
void set_signature_scheme(Tx& tx, std::string_view domain, std::string_view scheme);
/// Makes the row of a server met for the first time.
void remember(Tx& tx, std::string_view domain, Timestamp now);

}  // namespace dunlin::store::instances
