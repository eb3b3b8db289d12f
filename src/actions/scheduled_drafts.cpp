// How a draft is kept while it waits: JSON with the names that Mastodon gives its parts, so that its waiting statuses
// can be brought along.

#include "dunlin/actions/scheduled.hpp"
#include "dunlin/base/json.hpp"
#include "dunlin/base/json_writer.hpp"

namespace dunlin::actions {
namespace {

template <class AnyId>
std::vector<std::string> texts_of(std::vector<AnyId> const& ids) {
  std::vector<std::string> texts;
  for (auto const id : ids) texts.push_back(to_string(id));
  return texts;
}

/// Ids stand as numbers or as text.
template <class AnyId>
AnyId id_from(Json const& value) {
  if (value.is_number_integer()) return AnyId{value.get<std::int64_t>()};
  return value.is_string() ? parse_id<AnyId>(value.get<std::string>()).value_or(AnyId{}) : AnyId{};
}

template <class AnyId>
std::vector<AnyId> ids_from(Json const& list) {
  std::vector<AnyId> ids;
  if (list.is_array())
    for (auto const& value : list) ids.push_back(id_from<AnyId>(value));
  return ids;
}

template <class T>
std::optional<T> maybe(Json const& object, char const* name) {
  auto const at = object.find(name);
  if (at == object.end() || at->is_null()) return std::nullopt;
  return at->get<T>();
}

std::optional<PollDraft> poll_from(Json const& kept) {
  auto const at = kept.find("poll");
  if (at == kept.end() || !at->is_object()) return std::nullopt;
  return PollDraft{.options = maybe<std::vector<std::string>>(*at, "options").value_or(std::vector<std::string>{}),
                   .seconds = maybe<std::int64_t>(*at, "expires_in"),
                   .multiple = maybe<bool>(*at, "multiple").value_or(false),
                   .hide_totals = maybe<bool>(*at, "hide_totals").value_or(false)};
}

}  // namespace

std::string draft_to_text(Draft const& draft) {
  Json kept{{"text", draft.text},
            {"spoiler_text", draft.spoiler_text},
            {"local_only", draft.local_only},
            {"language", draft.language},
            {"media_ids", texts_of(draft.media)}};
  if (draft.sensitive) kept["sensitive"] = *draft.sensitive;
  if (draft.visibility) kept["visibility"] = std::string(dunlin::to_text(*draft.visibility));
  if (draft.reply_groups) kept["reply_groups"] = *draft.reply_groups;
  if (draft.in_reply_to) kept["in_reply_to_id"] = draft.in_reply_to.value;
  if (draft.quoted) kept["quoted_status_id"] = draft.quoted.value;
  if (draft.quote_policy) kept["quote_approval_policy"] = draft.quote_policy->number();
  if (draft.application) kept["application_id"] = draft.application.value;
  if (draft.allowed_mentions) kept["allowed_mentions"] = texts_of(*draft.allowed_mentions);
  if (draft.poll)
    kept["poll"] = {{"options", draft.poll->options},
                    {"expires_in", draft.poll->seconds.value_or(0)},
                    {"multiple", draft.poll->multiple},
                    {"hide_totals", draft.poll->hide_totals}};
  return to_text(kept);
}

Draft draft_from_text(std::string_view text) {
  auto const kept = parse_json(text);
  Draft draft;
  draft.text = maybe<std::string>(kept, "text").value_or("");
  draft.spoiler_text = maybe<std::string>(kept, "spoiler_text").value_or("");
  draft.sensitive = maybe<bool>(kept, "sensitive");
  draft.visibility = visibility_from(maybe<std::string>(kept, "visibility").value_or(""));
  draft.local_only = maybe<bool>(kept, "local_only").value_or(false);
  draft.reply_groups = maybe<int>(kept, "reply_groups");
  draft.language = maybe<std::string>(kept, "language").value_or("");
  draft.in_reply_to = id_from<StatusId>(kept.value("in_reply_to_id", Json()));
  draft.quoted = id_from<StatusId>(kept.value("quoted_status_id", Json()));
  if (auto const policy = maybe<int>(kept, "quote_approval_policy"))
    draft.quote_policy = QuotePolicy::from_number(*policy);
  draft.application = id_from<ApplicationId>(kept.value("application_id", Json()));
  draft.media = ids_from<MediaId>(kept.value("media_ids", Json()));
  if (kept.value("allowed_mentions", Json()).is_array())
    draft.allowed_mentions = ids_from<AccountId>(kept["allowed_mentions"]);
  draft.poll = poll_from(kept);
  return draft;
}

}  // namespace dunlin::actions
