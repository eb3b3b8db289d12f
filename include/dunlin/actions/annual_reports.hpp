#pragma once
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::actions {

/// Whether reports of that year are made now: in its last three weeks.
bool is_report_season(Timestamp now, int year);

/// Has one made by a job. False when it is not the season; made already, nothing happens.
bool ask_for_report(App&, db::Tx&, AccountId who, int year);

/// Job: counts the year of one account.
struct MakeReport {
  static constexpr std::string_view kind = "make_annual_report";
  AccountId account;
  int year = 0;
  std::string to_text() const;
  static MakeReport from_text(std::string const&);
};
awaitable<void> make_report(App&, MakeReport, jobs::Job const&);

}  // namespace dunlin::actions
