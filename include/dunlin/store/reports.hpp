#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin {
using ReportId = Id<struct ReportTag>;
}

// What people told the moderators.
namespace dunlin::store::reports {

using db::Tx;

struct Report {
  ReportId id;
  AccountId account;  // who reports
  AccountId target;   // who is reported
  std::string category = "other";
  std::string comment;
  std::vector<std::int64_t> statuses, rules, collections;  // ids
  bool forwarded = false;                                  // to the target's own server
  std::vector<std::string> forward_to;                     // other servers that shall hear of it
  std::string uri;                                         // of the Flag activity
  AccountId assigned_to;                                   // who sees to it; none for nobody yet
  std::optional<Timestamp> action_taken_at;                // when it was settled
  AccountId action_taken_by;
  Timestamp created_at, updated_at;
};

/// Which reports are wanted; none of an account for all.
struct Wanted {
  std::optional<bool> settled;
  AccountId account, target;
};
/// Newest first.
std::vector<Report> page(Tx& tx, Wanted const& wanted, Window const& window);
/// Writes what moderators decide: category, rules, who sees to it, whether and by whom it is settled.
void update(Tx& tx, Report const& report, Timestamp now);

void insert(Tx& tx, Report const& report);
std::optional<Report> find(Tx& tx, ReportId id);
std::vector<Report> find_many(Tx& tx, std::span<ReportId const> ids);
/// Local accounts whose role may see to reports.
std::vector<AccountId> moderators(Tx& tx);

/// Of these, the posts of `author` that `reader` has seen, or could have before a block stood between them.
std::vector<std::int64_t> evidence(Tx& tx, AccountId reader, AccountId author, std::span<StatusId const> ids);

}  // namespace dunlin::store::reports
