// How far somebody has read.
#include "dunlin/store/markers.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/markers.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/base/refusal.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

constexpr std::array<std::string_view, 2> marked{"home", "notifications"};

Reply answer(std::vector<store::markers::Marker> const& markers) {
  JsonWriter json;
  json.object([&] {
    for (auto const& marker : markers)
      json.object_member(marker.timeline, [&] {
        json.member("last_read_id", std::to_string(marker.last_read));
        json.member("version", marker.version);
        json.member("updated_at", marker.updated_at);
      });
  });
  return access::json(json.take());
}

Reply show(Call const& call, Tx& tx) {
  auto timelines = call.params.texts("timeline");
  std::erase_if(timelines, [](std::string const& name) { return std::ranges::find(marked, name) == marked.end(); });
  return answer(store::markers::find_many(tx, call.viewer(), timelines));
}

Reply set(Call const& call, Tx& tx) {
  std::vector<actions::Reading> readings;
  for (auto const name : marked) {
    auto const& last_read = call.params[name]["last_read_id"];
    if (last_read.blank()) continue;
    auto const id = last_read.integer();
    if (!id || *id < 0) throw invalid("Last read is not a number");
    readings.emplace_back(name, *id);
  }
  return answer(actions::mark(call.app, tx, call.viewer(), readings));
}

}  // namespace

void add_markers(access::Routes& on) {
  on.get("/api/v1/markers", show, {.needs = "read:statuses"});
  on.post("/api/v1/markers", set, {.needs = "write:statuses"});
}

}  // namespace dunlin::api::mastodon
