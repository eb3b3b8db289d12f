#include "dunlin/actions/annual_reports.hpp"

#include <charconv>

#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/annual_reports.hpp"

namespace dunlin::actions {

bool is_report_season(Timestamp now, int year) {
  std::chrono::year_month_day const day{std::chrono::floor<std::chrono::days>(now)};
  return int(day.year()) == year && day.month() == std::chrono::December && unsigned(day.day()) >= 10;
}

bool ask_for_report(App& app, db::Tx& tx, AccountId who, int year) {
  if (!is_report_season(app.clock.now(), year)) return false;
  if (store::annual_reports::find(tx, who, year)) return true;
  MakeReport const job{who, year};
  jobs::enqueue(tx, job, {.unique_key = job.to_text()});
  return true;
}

std::string MakeReport::to_text() const {
  return to_string(account) + " " + std::to_string(year);
}

MakeReport MakeReport::from_text(std::string const& text) {
  MakeReport job;
  auto const space = text.find(' ');
  if (space == std::string::npos) return job;
  job.account = parse_id<AccountId>(std::string_view(text).substr(0, space)).value_or(AccountId{});
  std::from_chars(text.data() + space + 1, text.data() + text.size(), job.year);
  return job;
}

awaitable<void> make_report(App& app, MakeReport what, jobs::Job const&) {
  co_await app.db.transact(
      [&](db::Tx& tx) {
        auto const facts = store::annual_reports::count(tx, what.account, what.year);
        store::annual_reports::put(tx, what.account, what.year, facts, app.clock.now());
      },
      db::Urgency::background);
}

}  // namespace dunlin::actions
