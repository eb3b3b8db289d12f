#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/reports.hpp"

namespace dunlin::actions {

inline constexpr std::size_t most_report_characters = 1000;
inline constexpr std::size_t most_reported = 100;  // posts, rules, collections: each

/// What somebody has to say about an account.
struct Complaint {
  AccountId target;
  std::string category;  // "spam", "legal", "violation", "other"; empty to be found from the rest
  std::string comment;
  std::vector<StatusId> statuses;
  std::vector<std::int64_t> rules, collections;
  bool forward = false;  // tell the target's own server too
  std::vector<std::string> forward_to;
};

/// Writes it down for the moderators. Refuses accounts that are not here, unknown categories or rules
/// and long comments; posts that are not the target's, or that the reporter may not see, are left out.
store::reports::Report report(App&, db::Tx&, AccountId who, Complaint complaint);

/// Writes what a moderator decided of a report. Refuses unknown categories and rules.
void change_report(App&, db::Tx&, store::reports::Report const& report);

}  // namespace dunlin::actions
