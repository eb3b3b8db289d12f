#include "status_drafts.hpp"

#include <charconv>
#include <cmath>
#include <string_view>
#include <system_error>

#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "entities/interaction_policy.hpp"

namespace dunlin::api::mastodon {
namespace {

constexpr std::size_t most_allowed_mentions = 1000;
constexpr std::size_t most_media_changes = 20;

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

/// A time in the past means now.
std::optional<Timestamp> read_time(http::Params const& params, Timestamp now) {
  auto const when = read_scheduled_at(params);
  return when && *when > now ? when : std::nullopt;
}

StatusId read_quoted(http::Params const& params) {
  if (params["quoted_status_id"].blank()) return {};
  auto const id = parse_id<StatusId>(params.text("quoted_status_id").value_or(""));
  if (!id || !*id)
    throw Refusal{Refusal::Kind::not_found, "The post you are trying to quote does not appear to exist."};
  return *id;
}

std::optional<PollDraft> read_poll(http::Params const& params) {
  auto const& asked = params["poll"];
  PollDraft poll;
  for (auto const& title : asked.texts("options"))
    if (poll.options.size() <= most_poll_options || !title.empty()) poll.options.push_back(title);
  poll.seconds = asked.integer("expires_in");
  if (poll.options.empty() && asked["expires_in"].blank()) return std::nullopt;
  poll.multiple = asked.flag("multiple").value_or(false);
  poll.hide_totals = asked.flag("hide_totals").value_or(false);
  return poll;
}

/// "-0.5,0.25"; anything else is no focus.
std::optional<std::pair<double, double>> read_focus(http::Params const& focus) {
  auto const text = focus.text().value_or("");
  auto const comma = text.find(',');
  if (comma == std::string::npos) return std::nullopt;
  auto const number = [](std::string_view part) {
    double value = 0;
    auto const [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    return error == std::errc() && end == part.data() + part.size() && std::isfinite(value) ? std::optional(value)
                                                                                            : std::nullopt;
  };
  auto const x = number(std::string_view(text).substr(0, comma)), y = number(std::string_view(text).substr(comma + 1));
  if (!x || !y) return std::nullopt;
  return std::pair(*x, *y);
}

std::vector<actions::MediaChange> read_media_changes(http::Params const& params) {
  std::vector<actions::MediaChange> changes;
  for (auto const* item : params.items("media_attributes")) {
    auto const id = parse_id<MediaId>(item->text("id").value_or(""));
    if (!id || changes.size() == most_media_changes) continue;
    actions::MediaChange change{.id = *id};
    if (item->has("description")) change.description = item->text("description").value_or("");
    change.focus = read_focus((*item)["focus"]);
    if (auto const* const file = (*item)["thumbnail"].file()) change.thumbnail = file->bytes;
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace

std::optional<Timestamp> read_scheduled_at(http::Params const& params) {
  if (params["scheduled_at"].blank()) return std::nullopt;
  auto const when = parse_rfc3339(params.text("scheduled_at").value_or(""));
  if (!when) throw Refusal{Refusal::Kind::invalid, "Invalid date supplied"};
  return when;
}

std::optional<QuotePolicy> read_quote_policy(http::Params const& params) {
  if (params["quote_approval_policy"].blank()) return std::nullopt;
  auto const policy = quote_policy_from(params.text("quote_approval_policy").value_or(""));
  if (!policy) throw invalid("Quote approval policy is not included in the list");
  return policy;
}

actions::Draft read_draft(access::Call const& call) {
  auto const& params = call.params;
  actions::Draft draft;
  draft.text = params.text("status").value_or("");
  draft.spoiler_text = params.text("spoiler_text").value_or("");
  draft.sensitive = params.flag("sensitive");
  draft.visibility = read_visibility(params);
  draft.scheduled_at = read_time(params, call.app.clock.now());
  draft.local_only = params.flag("local_only").value_or(false);
  draft.language = params.text("language").value_or("");
  draft.in_reply_to = read_parent(params);
  draft.reply_groups = entities::read_reply_groups(params["interaction_policy"]["can_reply"]);
  draft.quoted = read_quoted(params);
  draft.quote_policy = read_quote_policy(params);
  draft.media = read_media(params);
  draft.poll = read_poll(params);
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
  actions::Changes changes;
  changes.text = params.text("status");
  changes.spoiler_text = params.text("spoiler_text").value_or("");
  changes.language = params.text("language").value_or("");
  changes.sensitive = params.flag("sensitive").value_or(false);
  changes.media = read_media(params);
  changes.media_changes = read_media_changes(params);
  changes.poll = read_poll(params);
  changes.quote_policy = read_quote_policy(params);
  return changes;
}

}  // namespace dunlin::api::mastodon
