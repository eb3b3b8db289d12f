#include "announcement.hpp"

#include <algorithm>
#include <vector>

#include "dunlin/actions/custom_emojis.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/emoji.hpp"
#include "dunlin/domain/format.hpp"
#include "dunlin/domain/hashtags.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/store/announcements.hpp"
#include "media.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

/// The custom emojis that an announcement shows.
std::vector<Emoji> shown_emojis(Announcement const& one, std::vector<Emoji> const& ours) {
  std::vector<Emoji> shown;
  for (auto const& code : shortcodes_in(one.text))
    if (auto const at = std::ranges::find(ours, code, &Emoji::shortcode); at != ours.end()) shown.push_back(*at);
  return shown;
}

void write_reactions(JsonWriter& json, AnnouncementId id, std::vector<AnnouncementReaction> const& reactions,
                     std::vector<Emoji> const& ours) {
  json.array_member("reactions", [&] {
    for (auto const& reaction : reactions) {
      if (reaction.announcement != id) continue;
      json.object([&] {
        json.member("name", reaction.name);
        json.member("count", reaction.count);
        json.member("me", reaction.mine);
        if (auto const at = std::ranges::find(ours, reaction.name, &Emoji::shortcode); at != ours.end()) {
          json.member("url", at->url);
          json.member("static_url", at->url);
        }
      });
    }
  });
}

void write(JsonWriter& json, App const& app, Announcement const& one,
           std::vector<AnnouncementReaction> const& reactions, std::vector<Emoji> const& ours) {
  auto const base = app.config.base_url();
  FormatRules const how{.base_url = base, .resolve = [](auto const&) { return std::nullopt; }};
  json.object([&] {
    json.member("id", one.id);
    json.member("content", format(one.text, how).text());
    json.member("starts_at", one.starts_at);
    json.member("ends_at", one.ends_at);
    json.member("all_day", one.all_day);
    json.member("published_at", one.published_at);
    json.member("updated_at", one.updated_at);
    json.member("read", one.read);
    for (auto const* none : {"mentions", "statuses"}) json.array_member(none, [] {});
    write_emojis(json, app, "emojis", shown_emojis(one, ours));
    json.array_member("tags", [&] {
      for (auto const& tag : typed_hashtags(one.text))
        json.object([&] {
          json.member("name", tag.name);
          json.member("url", hashtag_url(base, tag.name));
        });
    });
    write_reactions(json, one.id, reactions, ours);
  });
}

/// What all of them need.
struct Parts {
  std::vector<AnnouncementReaction> reactions;
  std::vector<Emoji> ours;
};
Parts parts_of(App& app, db::Tx& tx, AccountId viewer, std::span<Announcement const> all) {
  std::vector<AnnouncementId> ids;
  std::string text;
  for (auto const& one : all) {
    ids.push_back(one.id);
    text += one.text + "\n";
  }
  Parts parts{store::announcements::reactions(tx, viewer, ids), {}};
  for (auto const& reaction : parts.reactions) text += ":" + reaction.name + ":\n";
  parts.ours = actions::emojis_in(app, tx, text);
  return parts;
}

}  // namespace

std::string announcement_list(App& app, db::Tx& tx, AccountId viewer, std::span<Announcement const> all) {
  auto const parts = parts_of(app, tx, viewer, all);
  JsonWriter json;
  json.array([&] {
    for (auto const& one : all) write(json, app, one, parts.reactions, parts.ours);
  });
  return json.take();
}

std::string announcement(App& app, db::Tx& tx, AccountId viewer, Announcement const& one) {
  auto const parts = parts_of(app, tx, viewer, std::span(&one, 1));
  JsonWriter json;
  write(json, app, one, parts.reactions, parts.ours);
  return json.take();
}

}  // namespace dunlin::api::mastodon::entities
