#include "dunlin/actions/tags.hpp"

#include <array>
#include <string>

#include "dunlin/actions/follows.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "dunlin/store/tag_follows.hpp"
#include "dunlin/store/tags.hpp"

namespace dunlin::actions {
namespace {

Hashtag ensure(App& app, db::Tx& tx, std::string_view name) {
  std::array const wanted{Hashtag{.id = {}, .name = std::string(name), .display_name = std::string(name)}};
  return store::tags::ensure(tx, wanted, app.clock.now()).at(0);
}

}  // namespace

Hashtag follow_tag(App& app, db::Tx& tx, AccountId who, std::string_view name) {
  using store::tag_follows::Inserted;
  auto tag = ensure(app, tx, name);
  auto const inserted = store::tag_follows::insert(tx, who, tag.id, most_followed_tags, app.clock.now());
  if (inserted == Inserted::too_many) throw invalid("You follow as many hashtags as one can");
  if (inserted == Inserted::yes) jobs::enqueue(tx, DropFeed{who});
  return tag;
}

Hashtag unfollow_tag(App& app, db::Tx& tx, AccountId who, std::string_view name) {
  auto tag = ensure(app, tx, name);
  if (store::tag_follows::remove(tx, who, tag.id)) jobs::enqueue(tx, DropFeed{who});
  return tag;
}

}  // namespace dunlin::actions
