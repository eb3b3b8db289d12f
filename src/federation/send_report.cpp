#include "dunlin/federation/send_report.hpp"

#include <algorithm>

#include "dunlin/base/json_writer.hpp"
#include "dunlin/federation/send.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/statuses.hpp"
#include "vocabulary/context.hpp"

namespace dunlin::federation {
namespace {

std::string write_flag(App const& app, store::reports::Report const& report, std::vector<std::string> const& objects) {
  auto const actor = urls(app.config).instance_actor();
  JsonWriter json(1024 + report.comment.size());
  json.object([&] {
    json.raw_members(vocabulary::plain_context);
    json.member("id", actor + "#reports/" + to_string(report.id));
    json.member("type", "Flag");
    json.member("actor", actor);
    json.member("content", report.comment);
    json.member("summary", report.comment);  // where Lemmy looks for the reason
    json.array_member("object", [&] {
      for (auto const& object : objects) json.value(object);
    });
  });
  return json.take();
}

}  // namespace

void send_report(App& app, db::Tx& tx, store::reports::Report const& report) {
  auto const target = store::accounts_by_id(app.records, tx, {&report.target, 1})[0];
  if (!target || target->is_local()) return;
  std::vector<std::string> objects{target->uri};
  std::vector<StatusId> ids;
  for (auto const id : report.statuses) ids.push_back(StatusId{id});
  Audience audience{.accounts = {target->id}};
  for (auto const& status : store::statuses_by_id(app.records, tx, ids)) {
    if (!status) continue;
    objects.push_back(status->uri);
    // The server of whoever is answered may be asked for too.
    auto const answered = status->in_reply_to_account;
    if (!answered || report.forward_to.empty()) continue;
    auto const account = store::accounts_by_id(app.records, tx, {&answered, 1})[0];
    if (account && std::ranges::find(report.forward_to, account->domain) != report.forward_to.end())
      audience.accounts.push_back(account->id);
  }
  send(app, tx, AccountId{}, write_flag(app, report, objects), audience);
}

}  // namespace dunlin::federation
