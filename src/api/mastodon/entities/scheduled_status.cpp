#include "scheduled_status.hpp"

#include "dunlin/actions/scheduled.hpp"
#include "dunlin/base/json_writer.hpp"
#include "media.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

using store::scheduled::Scheduled;

/// Nothing is null.
template <class Write>
void write_if(JsonWriter& json, std::string_view name, bool is_there, Write&& write) {
  json.key(name);
  if (is_there)
    write();
  else
    json.value(nullptr);
}

template <class Ids>
void write_ids(JsonWriter& json, Ids const& ids) {
  json.array([&] {
    for (auto const id : ids) json.value(id);
  });
}

void write_poll_draft(JsonWriter& json, PollDraft const& poll) {
  json.object([&] {
    json.array_member("options", [&] {
      for (auto const& option : poll.options) json.value(option);
    });
    json.member("expires_in", poll.seconds.value_or(0));
    json.member("multiple", poll.multiple);
    json.member("hide_totals", poll.hide_totals);
  });
}

void write_params(JsonWriter& json, actions::Draft const& draft) {
  json.object_member("params", [&] {
    json.member("text", draft.text);
    write_if(json, "poll", draft.poll.has_value(), [&] { write_poll_draft(json, *draft.poll); });
    write_if(json, "media_ids", !draft.media.empty(), [&] { write_ids(json, draft.media); });
    json.member("sensitive", draft.sensitive.value_or(false));
    json.member("spoiler_text", draft.spoiler_text);
    json.member("visibility", to_text(draft.visibility.value_or(Visibility::public_)));
    // Two ids that Mastodon writes as numbers.
    write_if(json, "in_reply_to_id", bool(draft.in_reply_to), [&] { json.value(draft.in_reply_to.value); });
    write_if(json, "quoted_status_id", bool(draft.quoted), [&] { json.value(draft.quoted); });
    json.member("language", draft.language);
    write_if(json, "application_id", bool(draft.application), [&] { json.value(draft.application.value); });
    json.member("scheduled_at", nullptr);
    json.member("idempotency", nullptr);
    json.member("with_rate_limit", false);
    write_if(json, "allowed_mentions", draft.allowed_mentions.has_value(),
             [&] { write_ids(json, *draft.allowed_mentions); });
    json.member("local_only", draft.local_only);
  });
}

void write(JsonWriter& json, Scheduled const& scheduled) {
  json.object([&] {
    json.member("id", scheduled.id);
    json.member("scheduled_at", scheduled.at);
    write_params(json, actions::draft_from_text(scheduled.draft));
    write_own_media(json, "media_attachments", scheduled.media);
  });
}

}  // namespace

std::string scheduled_status(Scheduled const& scheduled) {
  JsonWriter json(1024);
  write(json, scheduled);
  return json.take();
}

std::string scheduled_statuses(std::span<Scheduled const> all) {
  JsonWriter json(1024);
  json.array([&] {
    for (auto const& one : all) write(json, one);
  });
  return json.take();
}

}  // namespace dunlin::api::mastodon::entities
