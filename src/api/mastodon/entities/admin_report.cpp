#include "admin_report.hpp"

#include <algorithm>
#include <unordered_map>

#include "admin_account.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/store/house.hpp"
#include "instance.hpp"
#include "status.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

using store::reports::Report;

/// What the reports name, looked up once for all.
struct Named {
  std::unordered_map<AccountId, std::string> accounts;
  std::unordered_map<StatusId, std::string> statuses;
  std::vector<store::house::Rule> rules;
};

Named look_up(App& app, db::Tx& tx, AccountId viewer, std::span<Report const> reports) {
  std::vector<AccountId> people;
  std::vector<StatusId> posts;
  for (auto const& report : reports) {
    for (auto const id : {report.account, report.target, report.assigned_to, report.action_taken_by})
      if (id && std::ranges::find(people, id) == people.end()) people.push_back(id);
    for (auto const id : report.statuses) posts.push_back(StatusId{id});
  }
  Named named{.accounts = admin_accounts(app, tx, people), .statuses = {}, .rules = store::house::rules(tx)};
  auto shown = statuses(app, tx, viewer, posts);
  for (std::size_t i = 0; i < posts.size(); ++i) named.statuses.emplace(posts[i], std::move(shown[i]));
  return named;
}

void write_account(JsonWriter& json, Named const& named, std::string_view name, AccountId id) {
  auto const found = named.accounts.find(id);
  json.key(name);
  if (found == named.accounts.end())
    json.value(nullptr);
  else
    json.raw(found->second);
}

std::string admin_report(Named const& named, Report const& report) {
  JsonWriter json(4096);
  json.object([&] {
    json.member("id", report.id);
    json.member("action_taken", report.action_taken_at.has_value());
    json.member("action_taken_at", report.action_taken_at);
    json.member("category", report.category);
    json.member("comment", report.comment);
    json.member("forwarded", report.forwarded);
    json.member("created_at", report.created_at);
    json.member("updated_at", report.updated_at);
    write_account(json, named, "account", report.account);
    write_account(json, named, "target_account", report.target);
    write_account(json, named, "assigned_account", report.assigned_to);
    write_account(json, named, "action_taken_by_account", report.action_taken_by);
    json.array_member("statuses", [&] {
      for (auto const id : report.statuses)
        if (auto const& shown = named.statuses.at(StatusId{id}); !shown.empty()) json.raw(shown);
    });
    std::vector<store::house::Rule> broken;
    for (auto const& rule : named.rules)
      if (std::ranges::find(report.rules, rule.id) != report.rules.end()) broken.push_back(rule);
    json.key("rules");
    json.raw(rules(broken));
  });
  return json.take();
}

}  // namespace

std::vector<std::string> admin_reports(App& app, db::Tx& tx, AccountId viewer, std::span<Report const> reports) {
  std::vector<std::string> written;
  if (reports.empty()) return written;
  auto const named = look_up(app, tx, viewer, reports);
  for (auto const& report : reports) written.push_back(admin_report(named, report));
  return written;
}

}  // namespace dunlin::api::mastodon::entities
