#include "dunlin/actions/reports.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "dunlin/actions/notify.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/domain/count.hpp"
#include "dunlin/federation/send_report.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/house.hpp"

namespace dunlin::actions {
namespace {

constexpr std::array<std::string_view, 4> categories{"spam", "legal", "violation", "other"};

void check_category(std::string_view category) {
  if (std::ranges::find(categories, category) == categories.end())
    throw invalid("Category is not included in the list");
}

void check_rules(db::Tx& tx, std::vector<std::int64_t> const& rules) {
  if (!store::house::knows_rules(tx, rules)) throw invalid("Rules does not reference valid rules");
}

void check(Complaint const& complaint) {
  if (!complaint.category.empty()) check_category(complaint.category);
  if (count_graphemes(complaint.comment) > most_report_characters)
    throw invalid("Comment is too long (maximum is 1000 characters)");
  for (auto const size :
       {complaint.statuses.size(), complaint.rules.size(), complaint.collections.size(), complaint.forward_to.size()})
    if (size > most_reported) throw invalid("Too much is reported at once");
}

}  // namespace

store::reports::Report report(App& app, db::Tx& tx, AccountId who, Complaint complaint) {
  check(complaint);
  auto const target = store::accounts::find(tx, complaint.target);
  if (!target || target->awaited || target->is_suspended()) throw not_found();
  if (complaint.category.empty()) complaint.category = complaint.rules.empty() ? "other" : "violation";
  if (complaint.category != "violation") complaint.rules.clear();  // rules are named only where one was broken
  check_rules(tx, complaint.rules);
  bool const forwards = complaint.forward && !target->is_local();
  auto const now = app.clock.now();
  store::reports::Report made{.id = tx.next_id<ReportId>(now),
                              .account = who,
                              .target = target->id,
                              .category = std::move(complaint.category),
                              .comment = std::move(complaint.comment),
                              .statuses = store::reports::evidence(tx, who, target->id, complaint.statuses),
                              .rules = std::move(complaint.rules),
                              .collections = std::move(complaint.collections),
                              .forwarded = forwards,
                              .created_at = now,
                              .updated_at = now};
  if (complaint.forward) made.forward_to = std::move(complaint.forward_to);
  store::reports::insert(tx, made);
  if (forwards) federation::send_report(app, tx, made);
  notify_all(app, tx, store::reports::moderators(tx), "admin.report", who, {}, made.id.value);
  return made;
}

void change_report(App& app, db::Tx& tx, store::reports::Report const& report) {
  check_category(report.category);
  if (report.rules.size() > most_reported) throw invalid("Too much is reported at once");
  check_rules(tx, report.rules);
  store::reports::update(tx, report, app.clock.now());
}

}  // namespace dunlin::actions
