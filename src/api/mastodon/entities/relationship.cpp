#include "relationship.hpp"

#include <optional>

#include "dunlin/base/json_writer.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

/// "2026-11-22T23:25:24Z": the end of a mute alone is told without a fraction.
std::string in_seconds(Timestamp when) {
  return iso8601(when).substr(0, 19) + "Z";
}

void write(JsonWriter& json, store::relations::Relationship const& r) {
  json.object([&] {
    json.member("id", r.id);
    json.member("following", r.following);
    json.member("showing_reblogs", r.show_boosts);
    json.member("notifying", r.notify);
    json.key("languages");
    if (r.languages.empty())
      json.value(nullptr);
    else
      json.array([&] {
        for (auto const& language : r.languages) json.value(language);
      });
    json.member("followed_by", r.followed_by);
    json.member("blocking", r.blocking);
    json.member("blocked_by", r.blocked_by);
    json.member("muting", r.muting);
    json.member("muting_notifications", r.muting_notifications);
    json.key("muting_expires_at");
    if (r.muting_expires_at)
      json.value(in_seconds(*r.muting_expires_at));
    else
      json.value(nullptr);
    json.member("requested", r.requested);
    json.member("requested_by", r.requested_by);
    json.member("domain_blocking", r.domain_blocking);
    json.member("endorsed", r.endorsed);
    json.member("note", r.note);
  });
}

}  // namespace

std::string relationship(store::relations::Relationship const& relationship) {
  JsonWriter json(512);
  write(json, relationship);
  return json.take();
}

std::string relationship_list(std::vector<store::relations::Relationship> const& relationships) {
  JsonWriter json(32 + relationships.size() * 400);
  json.array([&] {
    for (auto const& relationship : relationships) write(json, relationship);
  });
  return json.take();
}

}  // namespace dunlin::api::mastodon::entities
