// Single hashtags, and those that somebody follows.
#include "dunlin/actions/tags.hpp"

#include <array>
#include <string>
#include <vector>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/endorsements.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/domain/hashtags.hpp"
#include "dunlin/store/tag_follows.hpp"
#include "dunlin/store/tags.hpp"
#include "entities/tag.hpp"
#include "pages.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

constexpr PageSize tags_page{100, 200};

std::string name_at(Call const& call) {
  auto name = normalise_hashtag(call.at("name"));
  if (!name) throw not_found();
  return std::move(*name);
}

Reply answer(Call const& call, Tx& tx, Hashtag const& tag) {
  auto list = entities::tag_list(call.app, tx, call.viewer(), std::span(&tag, 1));
  return access::json(list.substr(1, list.size() - 2));
}

/// One that nobody used yet shows too: it has no id then.
Reply show(Call const& call, Tx& tx) {
  auto const name = name_at(call);
  auto const found = store::tags::find_many(tx, std::span(&name, 1));
  return answer(call, tx, found.empty() ? Hashtag{.id = {}, .name = name, .display_name = name} : found.front());
}

Reply follow(Call const& call, Tx& tx) {
  return answer(call, tx, actions::follow_tag(call.app, tx, call.viewer(), name_at(call)));
}

Reply unfollow(Call const& call, Tx& tx) {
  return answer(call, tx, actions::unfollow_tag(call.app, tx, call.viewer(), name_at(call)));
}

Reply feature(Call const& call, Tx& tx) {
  auto const name = name_at(call);
  actions::feature_tag(call.app, tx, call.viewer(), call.at("name"));
  return answer(call, tx, store::tags::find_many(tx, std::span(&name, 1)).front());
}

Reply unfeature(Call const& call, Tx& tx) {
  auto const name = name_at(call);
  auto const found = store::tags::find_many(tx, std::span(&name, 1));
  if (found.empty()) throw not_found();
  actions::unfeature_tag(tx, call.viewer(), found.front().id);
  return answer(call, tx, found.front());
}

Reply followed(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, tags_page);
  auto const entries = store::tag_follows::page(tx, call.viewer(), window);
  std::vector<Hashtag> tags;
  for (auto const& entry : entries) tags.push_back(entry.tag);
  return page(call, entities::tag_list(call.app, tx, call.viewer(), tags),
              ends_of(entries, window, [](auto const& entry) { return entry.cursor; }), PageLinks::accounts);
}

}  // namespace

void add_tags(access::Routes& on) {
  constexpr auto writes = "write:follows,follow";
  on.get("/api/v1/tags/:name", show, {.anonymous = true});
  on.post("/api/v1/tags/:name/follow", follow, {.needs = writes, .family = access::Family::follows});
  on.post("/api/v1/tags/:name/unfollow", unfollow, {.needs = writes});
  on.post("/api/v1/tags/:name/feature", feature, {.needs = "write:accounts"});
  on.post("/api/v1/tags/:name/unfeature", unfeature, {.needs = "write:accounts"});
  on.get("/api/v1/followed_tags", followed, {.needs = "read:follows,follow"});
}

}  // namespace dunlin::api::mastodon
