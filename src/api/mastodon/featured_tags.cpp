// Hashtags on profiles.
#include <utility>

#include "account_pages.hpp"
#include "dunlin/access/routes.hpp"
#include "dunlin/actions/endorsements.hpp"
#include "dunlin/store/featured_tags.hpp"
#include "entities/featured_tag.hpp"
#include "entities/tag.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

constexpr int most_suggestions = 10;

Reply list(Call const& call, Tx& tx, AccountId account) {
  JsonWriter json;
  entities::write_featured_tags(json, call.app, store::featured_tags::by_account(tx, account));
  return access::json(json.take());
}

Reply own(Call const& call, Tx& tx) {
  return list(call, tx, call.viewer());
}

Reply of_account(Call const& call, Tx& tx) {
  auto const account = account_at(call, tx);
  return account.is_suspended() ? access::json("[]") : list(call, tx, account.id);
}

Reply create(Call const& call, Tx& tx) {
  auto const tag = actions::feature_tag(call.app, tx, call.viewer(), call.params.text("name").value_or(""));
  return access::json(entities::featured_tag(call.app, *store::featured_tags::find(tx, call.viewer(), tag)));
}

Reply remove(Call const& call, Tx& tx) {
  if (!actions::unfeature_tag(tx, call.viewer(), call.id_at<store::featured_tags::FeaturedTagId>("id")))
    throw not_found();
  return access::json("{}");
}

Reply suggestions(Call const& call, Tx& tx) {
  auto const tags = store::featured_tags::suggestions(tx, call.viewer(), most_suggestions);
  return access::json(entities::tag_list(call.app, tx, call.viewer(), tags));
}

}  // namespace

void add_featured_tags(access::Routes& on) {
  on.get("/api/v1/featured_tags", own, {.needs = "read:accounts"});
  on.post("/api/v1/featured_tags", create, {.needs = "write:accounts"});
  on.get("/api/v1/featured_tags/suggestions", suggestions, {.needs = "read:accounts"});
  on.del("/api/v1/featured_tags/:id", remove, {.needs = "write:accounts"});
  on.get("/api/v1/accounts/:id/featured_tags", of_account, {.anonymous = true});
}

}  // namespace dunlin::api::mastodon
