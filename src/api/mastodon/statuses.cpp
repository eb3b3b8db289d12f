// Statuses one by one: posted, shown, edited, deleted.
#include <string>
#include <utility>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/publish.hpp"
#include "dunlin/actions/scheduled.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/statuses.hpp"
#include "entities/account.hpp"
#include "entities/scheduled_status.hpp"
#include "entities/status.hpp"
#include "entities/status_versions.hpp"
#include "resources.hpp"
#include "status_drafts.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

constexpr std::size_t most_ids = 20;

Reply show(Call const& call, Tx& tx) {
  auto json = entities::status(call.app, tx, call.viewer(), call.id_at<StatusId>("id"));
  if (!json) throw not_found();
  return access::json(std::move(*json));
}

std::optional<Reply> show_from_memory(Call const& call) {
  auto json = entities::status_from_memory(call.app, call.viewer(), call.id_at<StatusId>("id"));
  if (!json) return std::nullopt;
  return access::json(std::move(*json));
}

Reply show_many(Call const& call, Tx& tx) {
  auto const texts = call.params.texts("id");
  if (texts.size() > most_ids) throw Refusal{Refusal::Kind::invalid, "Too many ids: at most 20 at once"};
  std::vector<StatusId> ids;
  for (auto const& text : texts)
    if (auto const id = parse_id<StatusId>(text)) ids.push_back(*id);
  return access::json(entities::status_list(call.app, tx, call.viewer(), ids).json);
}

/// Read as any page reads it, so that the pages of followers find it in memory.
awaitable<Reply> answer_with(Call const& call, StatusId id) {
  auto json = co_await call.app.db.read([&](Tx& tx) { return entities::status(call.app, tx, call.viewer(), id); });
  if (!json) throw not_found();
  co_return access::json(std::move(*json));
}

awaitable<Reply> refuse_mentions(Call const& call, std::vector<AccountId> const& accounts, std::string const& why) {
  auto const list = co_await call.app.db.read([&](Tx& tx) { return entities::account_list(call.app, tx, accounts); });
  JsonWriter json;
  json.object([&] {
    json.member("error", why);
    json.key("unexpected_accounts");
    json.raw(list);
  });
  co_return access::json(json.take(), 422);
}

awaitable<Reply> create(Call const& call) {
  std::vector<AccountId> unexpected;
  std::string why;
  try {
    auto draft = read_draft(call);
    if (draft.scheduled_at) {
      auto const kept = co_await actions::schedule(call.app, call.viewer(), std::move(draft));
      co_return access::json(entities::scheduled_status(kept));
    }
    auto const status = co_await actions::publish(call.app, call.viewer(), std::move(draft));
    co_return co_await answer_with(call, status.id);
  } catch (actions::UnexpectedMentions const& refusal) {
    // The one refusal that tells of accounts; it has an answer of its own.
    unexpected = refusal.accounts;
    why = refusal.what();
  }
  co_return co_await refuse_mentions(call, unexpected, why);
}

awaitable<Reply> change(Call const& call) {
  auto const status = co_await actions::edit(call.app, call.viewer(), call.id_at<StatusId>("id"), read_changes(call));
  co_return co_await answer_with(call, status.id);
}

Reply remove(Call const& call, Tx& tx) {
  auto const status = actions::unpublish(call.app, tx, call.viewer(), call.id_at<StatusId>("id"),
                                         call.params.flag("delete_media").value_or(false));
  return access::json(entities::deleted_status(call.app, tx, call.viewer(), status));
}

Status visible(Call const& call, Tx& tx) {
  auto status = store::statuses::find_visible(tx, call.id_at<StatusId>("id"), call.viewer());
  if (!status) throw not_found();
  return std::move(*status);
}

Reply source(Call const& call, Tx& tx) {
  auto const status = visible(call, tx);
  JsonWriter json;
  json.object([&] {
    json.member("id", status.id);
    json.member("text", status.local ? status.text : plain_text(status.html.text()));
    json.member("spoiler_text", status.spoiler_text);
  });
  return access::json(json.take());
}

Reply history(Call const& call, Tx& tx) {
  return access::json(entities::status_versions(call.app, tx, call.viewer(), visible(call, tx)));
}

}  // namespace

void add_statuses(access::Routes& on) {
  on.get("/api/v1/statuses", show_many, {.needs = "read:statuses", .anonymous = true});
  on.post("/api/v1/statuses", create, {.needs = "write:statuses", .family = access::Family::statuses});
  on.get("/api/v1/statuses/:id", show, {.needs = "read:statuses", .anonymous = true, .from_memory = show_from_memory});
  // Its files may be given other thumbnails.
  on.put("/api/v1/statuses/:id", change,
         {.needs = "write:statuses", .family = access::Family::statuses, .most_bytes = access::largest_upload});
  on.patch("/api/v1/statuses/:id", change, {.needs = "write:statuses", .family = access::Family::statuses});
  on.del("/api/v1/statuses/:id", remove, {.needs = "write:statuses", .family = access::Family::deletions});
  on.get("/api/v1/statuses/:id/source", source, {.needs = "read:statuses"});
  on.get("/api/v1/statuses/:id/history", history, {.needs = "read:statuses", .anonymous = true});
}

}  // namespace dunlin::api::mastodon
