#include "status_drafts.hpp"

#include <array>
#include <string_view>

#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"

namespace dunlin::api::mastodon {
namespace {

constexpr std::size_t most_allowed_mentions = 1000;

std::vector<MediaId> read_media(http::Params const& params) {
  std::vector<MediaId> ids;
  for (auto const& text : params.texts("media_ids")) {
    if (text.empty()) continue;
    auto const id = parse_id<MediaId>(text);
    if (!id) throw Refusal{Refusal::Kind::invalid, "Media not found or already attached to another post"};
    ids.push_back(*id);
  }
  return ids;
}

std::optional<Visibility> read_visibility(http::Params const& params) {
  if (params["visibility"].blank()) return std::nullopt;
  auto const visibility = visibility_from(params.text("visibility").value_or(""));
  if (!visibility) throw invalid("Visibility is not included in the list");
  return visibility;
}

StatusId read_parent(http::Params const& params) {
  if (params["in_reply_to_id"].blank()) return {};
  auto const id = parse_id<StatusId>(params.text("in_reply_to_id").value_or(""));
  if (!id || !*id)
    throw Refusal{Refusal::Kind::not_found, "The post you are trying to reply to does not appear to exist."};
  return *id;
}

/// A time in the past means now; what would have to wait is refused rather than posted too early.
void check_time(http::Params const& params, Timestamp now) {
  if (params["scheduled_at"].blank()) return;
  auto const when = parse_rfc3339(params.text("scheduled_at").value_or(""));
  if (!when) throw Refusal{Refusal::Kind::invalid, "Invalid date supplied"};
  if (*when > now) throw invalid("Scheduled posts are not supported by this server");
}

void refuse_what_is_missing(http::Params const& params) {
  // Posting without them would lose what the author meant to say.
  if (!params["poll"]["options"].items().empty()) throw invalid("Polls are not supported by this server");
  if (!params["quoted_status_id"].blank()) throw invalid("Quotes are not supported by this server");
}

}  // namespace

actions::Draft read_draft(access::Call const& call) {
  auto const& params = call.params;
  refuse_what_is_missing(params);
  check_time(params, call.app.clock.now());
  actions::Draft draft;
  draft.text = params.text("status").value_or("");
  draft.spoiler_text = params.text("spoiler_text").value_or("");
  draft.sensitive = params.flag("sensitive");
  draft.visibility = read_visibility(params);
  draft.local_only = params.flag("local_only").value_or(false);
  draft.language = params.text("language").value_or("");
  draft.in_reply_to = read_parent(params);
  draft.media = read_media(params);
  draft.application = call.token->application;
  draft.idempotency_key = call.request.header("idempotency-key");
  if (params.has("allowed_mentions")) {
    draft.allowed_mentions.emplace();
    for (auto const& text : params.texts("allowed_mentions"))
      if (auto const id = parse_id<AccountId>(text); id && draft.allowed_mentions->size() < most_allowed_mentions)
        draft.allowed_mentions->push_back(*id);
  }
  return draft;
}

actions::Changes read_changes(access::Call const& call) {
  auto const& params = call.params;
  refuse_what_is_missing(params);
  actions::Changes changes;
  changes.text = params.text("status");
  if (params.has("spoiler_text")) changes.spoiler_text = params.text("spoiler_text").value_or("");
  changes.language = params.text("language");
  changes.sensitive = params.flag("sensitive");
  if (params.has("media_ids")) changes.media = read_media(params);
  return changes;
}

}  // namespace dunlin::api::mastodon
