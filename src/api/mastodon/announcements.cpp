// What the admin has to say to all who sign in.
#include <algorithm>
#include <string>
#include <vector>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/announcements.hpp"
#include "dunlin/actions/custom_emojis.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/emoji.hpp"
#include "dunlin/domain/format.hpp"
#include "dunlin/domain/hashtags.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/store/announcements.hpp"
#include "entities/media.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

/// The custom emojis that an announcement shows.
std::vector<Emoji> shown_emojis(Announcement const& one, std::vector<Emoji> const& ours) {
  std::vector<Emoji> shown;
  for (auto const& code : shortcodes_in(one.text))
    if (auto const at = std::ranges::find(ours, code, &Emoji::shortcode); at != ours.end()) shown.push_back(*at);
  return shown;
}

void write_reactions(JsonWriter& json, AnnouncementId id, std::vector<Reaction> const& reactions,
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

void write(JsonWriter& json, App const& app, Announcement const& one, std::vector<Reaction> const& reactions,
           std::vector<Emoji> const& ours) {
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
    entities::write_emojis(json, "emojis", shown_emojis(one, ours));
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

Reply list(Call const& call, Tx& tx) {
  auto const all = store::announcements::current(tx, call.viewer(), call.app.clock.now());
  std::vector<AnnouncementId> ids;
  for (auto const& one : all) ids.push_back(one.id);
  auto const reactions = store::announcements::reactions(tx, call.viewer(), ids);
  std::string all_text;
  for (auto const& one : all) all_text += one.text + "\n";
  for (auto const& reaction : reactions) all_text += ":" + reaction.name + ":\n";
  auto const ours = actions::emojis_in(call.app, tx, all_text);
  JsonWriter json;
  json.array([&] {
    for (auto const& one : all) write(json, call.app, one, reactions, ours);
  });
  return access::json(json.take());
}

Reply dismiss(Call const& call, Tx& tx) {
  actions::dismiss_announcement(call.app, tx, call.viewer(), call.id_at<AnnouncementId>("id"));
  return access::json("{}");
}

Reply react(Call const& call, Tx& tx) {
  actions::react_to_announcement(call.app, tx, call.viewer(), call.id_at<AnnouncementId>("id"), call.at("name"));
  return access::json("{}");
}

Reply unreact(Call const& call, Tx& tx) {
  actions::unreact_to_announcement(call.app, tx, call.viewer(), call.id_at<AnnouncementId>("id"), call.at("name"));
  return access::json("{}");
}

}  // namespace

void add_announcements(access::Routes& on) {
  on.get("/api/v1/announcements", list);
  on.post("/api/v1/announcements/:id/dismiss", dismiss, {.needs = "write:accounts"});
  on.put("/api/v1/announcements/:id/reactions/:name", react, {.needs = "write:favourites"});
  on.patch("/api/v1/announcements/:id/reactions/:name", react, {.needs = "write:favourites"});
  on.del("/api/v1/announcements/:id/reactions/:name", unreact, {.needs = "write:favourites"});
}

}  // namespace dunlin::api::mastodon
