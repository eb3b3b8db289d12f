// What the admin has to say to all who sign in.
#include <string>
#include <vector>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/announcements.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/format.hpp"
#include "dunlin/domain/hashtags.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/store/announcements.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

void write_reactions(JsonWriter& json, AnnouncementId id, std::vector<Reaction> const& reactions) {
  json.array_member("reactions", [&] {
    for (auto const& reaction : reactions) {
      if (reaction.announcement != id) continue;
      json.object([&] {
        json.member("name", reaction.name);
        json.member("count", reaction.count);
        json.member("me", reaction.mine);
      });
    }
  });
}

void write(JsonWriter& json, App const& app, Announcement const& one, std::vector<Reaction> const& reactions) {
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
    for (auto const* none : {"mentions", "statuses", "emojis"}) json.array_member(none, [] {});
    json.array_member("tags", [&] {
      for (auto const& tag : typed_hashtags(one.text))
        json.object([&] {
          json.member("name", tag.name);
          json.member("url", hashtag_url(base, tag.name));
        });
    });
    write_reactions(json, one.id, reactions);
  });
}

Reply list(Call const& call, Tx& tx) {
  auto const all = store::announcements::current(tx, call.viewer(), call.app.clock.now());
  std::vector<AnnouncementId> ids;
  for (auto const& one : all) ids.push_back(one.id);
  auto const reactions = store::announcements::reactions(tx, call.viewer(), ids);
  JsonWriter json;
  json.array([&] {
    for (auto const& one : all) write(json, call.app, one, reactions);
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
