// Who quotes a status, and who may.
#include "dunlin/store/quotes.hpp"

#include <utility>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/quotes.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/store/statuses.hpp"
#include "entities/status.hpp"
#include "pages.hpp"
#include "resources.hpp"
#include "status_drafts.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

Reply list(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, statuses_page);
  auto const quoted = store::statuses::find_visible(tx, call.id_at<StatusId>("id"), call.viewer());
  if (!quoted) throw not_found();
  auto const ids = store::quotes::of_status(tx, quoted->id, call.viewer(), window);
  auto shown = entities::status_list(call.app, tx, call.viewer(), ids);
  return page(call, std::move(shown.json), ends_of(ids, window, [](StatusId id) { return id.value; }),
              PageLinks::accounts);
}

Reply revoke(Call const& call, Tx& tx) {
  auto const status = actions::revoke_quote(call.app, tx, call.viewer(), call.id_at<StatusId>("id"),
                                            call.id_at<StatusId>("quoting_status_id"));
  return access::json(entities::fresh_status(call.app, tx, call.viewer(), status));
}

Reply set_policy(Call const& call, Tx& tx) {
  auto const policy = read_quote_policy(call.params);
  auto const status = actions::set_quote_policy(call.app, tx, call.viewer(), call.id_at<StatusId>("id"), policy);
  return access::json(entities::fresh_status(call.app, tx, call.viewer(), status));
}

}  // namespace

void add_quotes(access::Routes& on) {
  on.get("/api/v1/statuses/:id/quotes", list, {.needs = "read:statuses"});
  on.post("/api/v1/statuses/:id/quotes/:quoting_status_id/revoke", revoke, {.needs = "write:statuses"});
  on.put("/api/v1/statuses/:id/interaction_policy", set_policy, {.needs = "write:statuses"});
  on.patch("/api/v1/statuses/:id/interaction_policy", set_policy, {.needs = "write:statuses"});
}

}  // namespace dunlin::api::mastodon
