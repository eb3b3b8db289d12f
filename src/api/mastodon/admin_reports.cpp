// What people told the moderators, for those who see to it.
#include <array>
#include <string>
#include <utility>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/reports.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/permissions.hpp"
#include "entities/admin_report.hpp"
#include "pages.hpp"
#include "report_params.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;
using store::reports::Report;

constexpr PageSize reports_page{100, 200};

Report find_report(Call const& call, Tx& tx) {
  auto found = store::reports::find(tx, call.id_at<ReportId>("id"));
  if (!found) throw not_found();
  return *std::move(found);
}

Reply shown_report(Call const& call, Tx& tx, Report const& report) {
  return access::json(entities::admin_reports(call.app, tx, call.viewer(), std::array{report})[0]);
}

/// An id that is none names nobody, of whom there are no reports.
AccountId account_named(Call const& call, std::string_view name) {
  auto const text = call.params.text(name);
  return text ? parse_id<AccountId>(*text).value_or(AccountId{-1}) : AccountId{};
}

/// `resolved=true` asks for those that are settled; otherwise they are left out, as in Mastodon.
store::reports::Wanted read_wanted(Call const& call) {
  return {.settled = call.params.flag("resolved").value_or(false),
          .account = account_named(call, "account_id"),
          .target = account_named(call, "target_account_id")};
}

Reply list_reports(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, reports_page);
  auto const reports = store::reports::page(tx, read_wanted(call), window);
  JsonWriter json;
  json.array([&] {
    for (auto const& report : entities::admin_reports(call.app, tx, call.viewer(), reports)) json.raw(report);
  });
  return page(call, json.take(), ends_of(reports, window, [](auto const& report) { return report.id.value; }),
              PageLinks::rows);
}

Reply show_report(Call const& call, Tx& tx) {
  return shown_report(call, tx, find_report(call, tx));
}

/// Writes the report as `change` leaves it.
template <class Change>
Reply with_change(Call const& call, Tx& tx, Change change) {
  auto report = find_report(call, tx);
  change(report);
  actions::change_report(call.app, tx, report);
  report.updated_at = call.app.clock.now();
  return shown_report(call, tx, report);
}

Reply classify(Call const& call, Tx& tx) {
  return with_change(call, tx, [&](Report& report) {
    report.category = call.params.text("category").value_or(report.category);
    if (call.params.has("rule_ids")) report.rules = read_rules(call);
    if (report.category != "violation") report.rules.clear();
  });
}

Reply assign(Call const& call, Tx& tx) {
  return with_change(call, tx, [&](Report& report) { report.assigned_to = call.viewer(); });
}

Reply unassign(Call const& call, Tx& tx) {
  return with_change(call, tx, [](Report& report) { report.assigned_to = {}; });
}

Reply settle(Call const& call, Tx& tx) {
  return with_change(call, tx, [&](Report& report) {
    report.action_taken_at = call.app.clock.now();
    report.action_taken_by = call.viewer();
  });
}

Reply reopen(Call const& call, Tx& tx) {
  return with_change(call, tx, [](Report& report) {
    report.action_taken_at.reset();
    report.action_taken_by = {};
  });
}

}  // namespace

void add_admin_reports(access::Routes& on) {
  access::Rules const reads{.needs = "admin:read:reports", .permission = permissions::manage_reports};
  access::Rules const writes{.needs = "admin:write:reports", .permission = permissions::manage_reports};
  on.get("/api/v1/admin/reports", list_reports, reads);
  on.get("/api/v1/admin/reports/:id", show_report, reads);
  on.put("/api/v1/admin/reports/:id", classify, writes);
  on.patch("/api/v1/admin/reports/:id", classify, writes);
  on.post("/api/v1/admin/reports/:id/assign_to_self", assign, writes);
  on.post("/api/v1/admin/reports/:id/unassign", unassign, writes);
  on.post("/api/v1/admin/reports/:id/resolve", settle, writes);
  on.post("/api/v1/admin/reports/:id/reopen", reopen, writes);
}

}  // namespace dunlin::api::mastodon
