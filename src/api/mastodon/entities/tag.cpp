#include "tag.hpp"

#include <algorithm>
#include <vector>

#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/hashtags.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/store/tag_follows.hpp"
#include "dunlin/store/tag_search.hpp"
#include "history.hpp"

namespace dunlin::api::mastodon::entities {
std::string tag_list(App& app, db::Tx& tx, AccountId viewer, std::span<Hashtag const> tags) {
  auto const now = app.clock.now();
  std::vector<TagId> ids;
  for (auto const& tag : tags) ids.push_back(tag.id);
  auto const histories = store::tags::history(tx, ids, now);
  auto const ties = viewer ? store::tag_follows::ties(tx, viewer, ids) : store::tag_follows::Ties{};
  JsonWriter json(64 + tags.size() * 700);
  json.array([&] {
    for (auto const& tag : tags)
      json.object([&] {
        json.member("id", tag.id);
        json.member("name", tag.name);
        json.member("url", hashtag_url(app.config.base_url(), tag.name));
        auto const at = histories.find(tag.id);
        write_history(json, at == histories.end() ? store::tags::History{} : at->second, now);
        if (!viewer) return;
        json.member("following", std::ranges::find(ties.following, tag.id) != ties.following.end());
        json.member("featuring", std::ranges::find(ties.featuring, tag.id) != ties.featuring.end());
      });
  });
  return json.take();
}

}  // namespace dunlin::api::mastodon::entities
