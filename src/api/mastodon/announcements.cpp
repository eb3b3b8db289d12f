// What the admin has to say to all who sign in.
#include "dunlin/actions/announcements.hpp"
#include "dunlin/access/routes.hpp"
#include "dunlin/store/announcements.hpp"
#include "entities/announcement.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

Reply list(Call const& call, Tx& tx) {
  auto const all = store::announcements::current(tx, call.viewer(), call.app.clock.now());
  return access::json(entities::announcement_list(call.app, tx, call.viewer(), all));
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
