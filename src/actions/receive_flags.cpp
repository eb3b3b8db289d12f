// Reports of other servers (contract, section 8). Who complained stays unknown: the server speaks for them.
#include <algorithm>

#include "dunlin/actions/notify.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "dunlin/federation/policies.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/reports.hpp"
#include "dunlin/store/statuses.hpp"
#include "inbound.hpp"

namespace dunlin::actions {
namespace {

constexpr std::size_t most_flagged = 50;
constexpr std::size_t most_comment_bytes = 5000;

/// Misskey names the posts inside the text, one a line.
void add_links(config::Config const& config, std::string_view text, std::vector<std::string>& objects) {
  for (auto at = text.find("http"); at != std::string_view::npos; at = text.find("http", at)) {
    auto const end = std::min(text.find_first_of(" \t\r\n<>\"", at), text.size());
    auto const link = text.substr(at, end - at);
    if (objects.size() < most_flagged && federation::is_ours(config, link)) objects.emplace_back(link);
    at = end;
  }
}

std::string comment_of(std::string const& content) {
  auto text = clean_text(content);
  auto end = std::min(text.size(), most_comment_bytes);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  text.resize(end);
  return text;
}

/// The first account of ours that is named, or whose post is; none when all of it is somebody else's.
AccountId target_of(Inbound const& in, db::Tx& tx, std::vector<std::string> const& objects,
                    std::vector<Status> const& statuses) {
  for (auto const& object : objects)
    if (auto const account = local_account(in.app, tx, object)) return account->id;
  return statuses.empty() ? AccountId{} : statuses[0].author;
}

void file(Inbound const& in, db::Tx& tx) {
  auto objects = in.activity.object->references(most_flagged);
  add_links(in.app.config, in.activity.content, objects);
  std::vector<StatusId> ids;
  for (auto const& object : objects)
    if (auto const id = federation::is_ours(in.app.config, object) ? known_status(in.app, tx, object) : StatusId{};
        id && std::ranges::find(ids, id) == ids.end())
      ids.push_back(id);
  auto statuses = store::statuses::find_many(tx, ids);
  std::erase_if(statuses, [](Status const& status) { return !status.local; });
  auto const target = target_of(in, tx, objects, statuses);
  if (!target) return;
  auto const now = in.app.clock.now();
  store::reports::Report report{.id = tx.next_id<ReportId>(now),
                                .account = in.actor.id,
                                .target = target,
                                .comment = comment_of(in.activity.content),
                                .uri = in.activity.id,
                                .created_at = now};
  for (auto const& status : statuses)
    if (status.author == target) report.statuses.push_back(status.id.value);
  std::ranges::sort(report.statuses);
  store::reports::insert(tx, report);
  notify_all(in.app, tx, store::reports::moderators(tx), "admin.report", in.actor.id, {}, report.id.value);
}

}  // namespace

awaitable<void> receive_flag(Inbound const& in) {
  auto const policy = co_await federation::policy_for(in.app, federation::host_of(in.actor.uri));
  if (policy && policy->reject_reports) co_return;
  co_await in.app.db.transact([&](db::Tx& tx) { file(in, tx); }, db::Urgency::background);
}

}  // namespace dunlin::actions
