// Work that goes on after an answer, as clients ask about it.
#include "dunlin/actions/refreshes.hpp"

#include "dunlin/access/routes.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/base/refusal.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

awaitable<access::Reply> show(access::Call const& call) {
  auto const refresh = co_await actions::refreshes::find(call.app, call.at("id"));
  if (!refresh) throw not_found();
  JsonWriter json;
  json.object([&] {
    json.object_member("async_refresh", [&] {
      json.member("id", refresh->id);
      json.member("status", refresh->finished ? "finished" : "running");
      json.member("result_count", refresh->results);
    });
  });
  co_return access::json(json.take());
}

}  // namespace

void add_refreshes(access::Routes& on) {
  on.get("/api/v1_alpha/async_refreshes/:id", show, {.needs = "read"});
}

}  // namespace dunlin::api::mastodon
