// Statuses that wait for their time: listed, put off, taken away.
#include "dunlin/access/routes.hpp"
#include "dunlin/actions/scheduled.hpp"
#include "entities/scheduled_status.hpp"
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
  auto const waiting = store::scheduled::page(tx, call.viewer(), window);
  return page(call, entities::scheduled_statuses(waiting),
              ends_of(waiting, window, [](auto const& one) { return one.id.value; }), PageLinks::rows);
}

Reply show(Call const& call, Tx& tx) {
  auto const waiting = store::scheduled::find(tx, call.id_at<ScheduledId>("id"));
  if (!waiting || waiting->account != call.viewer()) throw not_found();
  return access::json(entities::scheduled_status(*waiting));
}

Reply change(Call const& call, Tx& tx) {
  if (call.params.has("scheduled_at")) {
    auto const when = read_scheduled_at(call.params);
    if (!when) throw invalid("Scheduled at can't be blank");
    actions::reschedule(call.app, tx, call.viewer(), call.id_at<ScheduledId>("id"), *when);
  }
  return show(call, tx);
}

Reply remove(Call const& call, Tx& tx) {
  actions::unschedule(tx, call.viewer(), call.id_at<ScheduledId>("id"));
  return access::json("{}");
}

}  // namespace

void add_scheduled_statuses(access::Routes& on) {
  on.get("/api/v1/scheduled_statuses", list, {.needs = "read:statuses"});
  on.get("/api/v1/scheduled_statuses/:id", show, {.needs = "read:statuses"});
  on.put("/api/v1/scheduled_statuses/:id", change, {.needs = "write:statuses"});
  on.patch("/api/v1/scheduled_statuses/:id", change, {.needs = "write:statuses"});
  on.del("/api/v1/scheduled_statuses/:id", remove, {.needs = "write:statuses"});
}

}  // namespace dunlin::api::mastodon
