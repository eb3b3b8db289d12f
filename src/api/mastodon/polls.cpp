// Polls: shown and voted in.
#include <charconv>
#include <vector>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/polls.hpp"
#include "dunlin/actions/refresh_poll.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/polls.hpp"
#include "dunlin/store/views.hpp"
#include "entities/poll.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

constexpr std::size_t most_choices = 500;  // options of polls of other servers

Reply answer(Call const& call, Status const& status, store::Deeds const& deeds) {
  JsonWriter json(512);
  entities::write_poll(json, call.app, status, call.viewer(), deeds, call.app.clock.now());
  return access::json(json.take());
}

Reply read(Call const& call, Tx& tx) {
  auto const status = store::polls::status_of(tx, call.id_at<PollId>("id"));
  if (!status) throw not_found();
  auto const views = store::views::read(call.app.records, tx, call.viewer(), std::span(&*status, 1));
  if (views.empty() || !views[0].status->poll) throw not_found();
  return answer(call, *views[0].status, views[0].deeds);
}

/// Whoever is signed in sees how it stands on its own server.
awaitable<Reply> show(Call const& call) {
  if (call.viewer()) co_await actions::refresh_poll(call.app, call.id_at<PollId>("id"));
  co_return co_await call.app.db.read([&](Tx& tx) { return read(call, tx); });
}

std::vector<int> read_choices(http::Params const& params) {
  std::vector<int> choices;
  for (auto const* item : params.items("choices")) {
    auto const number = item->integer();
    if (!number || *number < 0 || *number >= static_cast<std::int64_t>(most_choices) || choices.size() == most_choices)
      throw invalid("The chosen vote option does not exist");
    choices.push_back(static_cast<int>(*number));
  }
  return choices;
}

Reply vote(Call const& call, Tx& tx) {
  auto const choices = read_choices(call.params);
  auto const status = actions::vote(call.app, tx, call.viewer(), call.id_at<PollId>("id"), choices);
  return answer(call, status, store::views::deeds(tx, call.viewer(), status));
}

}  // namespace

void add_polls(access::Routes& on) {
  on.get("/api/v1/polls/:id", show, {.needs = "read:statuses", .anonymous = true});
  on.post("/api/v1/polls/:id/votes", vote, {.needs = "write:statuses"});
}

}  // namespace dunlin::api::mastodon
