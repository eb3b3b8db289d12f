// What people do to statuses, and who did it.
#include <string>

#include "account_pages.hpp"
#include "dunlin/access/routes.hpp"
#include "dunlin/actions/boosts.hpp"
#include "dunlin/actions/favourites.hpp"
#include "dunlin/store/favourites.hpp"
#include "dunlin/store/statuses.hpp"
#include "entities/status.hpp"
#include "pages.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

using Deed = Status (*)(App&, Tx&, AccountId, StatusId);
/// A deed that needs to know only what it is done to, and answers with that.
template <Deed deed>
Reply apply(Call const& call, Tx& tx) {
  auto const status = deed(call.app, tx, call.viewer(), call.id_at<StatusId>("id"));
  return access::json(entities::fresh_status(call.app, tx, call.viewer(), status));
}

using Favour = actions::Favoured (*)(App&, Tx&, AccountId, StatusId);
/// The same for what is answered together with the deeds.
template <Favour favour>
Reply apply_favour(Call const& call, Tx& tx) {
  auto const done = favour(call.app, tx, call.viewer(), call.id_at<StatusId>("id"));
  return access::json(entities::fresh_status(call.app, tx, call.viewer(), done.status, done.deeds));
}

Reply boost(Call const& call, Tx& tx) {
  std::optional<Visibility> visibility;
  if (!call.params["visibility"].blank()) {
    visibility = visibility_from(call.params.text("visibility").value_or(""));
    if (!visibility || *visibility == Visibility::direct) throw invalid("Visibility is not included in the list");
  }
  auto const made = actions::boost(call.app, tx, call.viewer(), call.id_at<StatusId>("id"), visibility);
  return access::json(entities::fresh_status(call.app, tx, call.viewer(), made.boost, &made.original));
}

/// The status at ":id", or what it boosts: there favourites and boosts are counted.
StatusId counted(Call const& call, Tx& tx) {
  auto const status = store::statuses::find_visible(tx, call.id_at<StatusId>("id"), call.viewer());
  if (!status) throw not_found();
  return status->boost_of ? status->boost_of : status->id;
}

Reply favourited_by(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, accounts_page);
  return account_page(call, tx, store::favourites::of_status(tx, counted(call, tx), call.viewer(), window), window);
}

Reply boosted_by(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, accounts_page);
  return account_page(call, tx, store::favourites::boosters(tx, counted(call, tx), call.viewer(), window), window);
}

}  // namespace

void add_interactions(access::Routes& on) {
  on.post("/api/v1/statuses/:id/favourite", apply_favour<actions::favourite>, {.needs = "write:favourites"});
  on.post("/api/v1/statuses/:id/unfavourite", apply_favour<actions::unfavourite>, {.needs = "write:favourites"});
  on.post("/api/v1/statuses/:id/reblog", boost, {.needs = "write:statuses", .family = access::Family::statuses});
  on.post("/api/v1/statuses/:id/unreblog", apply<actions::unboost>,
          {.needs = "write:statuses", .family = access::Family::deletions});
  on.post("/api/v1/statuses/:id/bookmark", apply<actions::bookmark>, {.needs = "write:bookmarks"});
  on.post("/api/v1/statuses/:id/unbookmark", apply<actions::unbookmark>, {.needs = "write:bookmarks"});
  on.post("/api/v1/statuses/:id/pin", apply<actions::pin>, {.needs = "write:accounts"});
  on.post("/api/v1/statuses/:id/unpin", apply<actions::unpin>, {.needs = "write:accounts"});
  on.post("/api/v1/statuses/:id/mute", apply<actions::mute_conversation>, {.needs = "write:mutes"});
  on.post("/api/v1/statuses/:id/unmute", apply<actions::unmute_conversation>, {.needs = "write:mutes"});
  on.get("/api/v1/statuses/:id/favourited_by", favourited_by, {.needs = "read:accounts", .anonymous = true});
  on.get("/api/v1/statuses/:id/reblogged_by", boosted_by, {.needs = "read:accounts", .anonymous = true});
}

}  // namespace dunlin::api::mastodon
