// What one account is to others: asked for, and changed.
#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/follows.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/store/relations.hpp"
#include "entities/relationship.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

constexpr std::size_t most_ids = 200;
constexpr std::size_t most_languages = 100;
constexpr std::size_t longest_language = 35;
constexpr std::int64_t longest_mute = 10LL * 366 * 24 * 3600;  // seconds

Reply list(Call const& call, Tx& tx) {
  auto const texts = call.params.texts("id");
  if (texts.size() > most_ids) throw invalid("too many ids");
  std::vector<AccountId> ids;
  for (auto const& text : texts)
    if (auto const id = parse_id<AccountId>(text)) ids.push_back(*id);
  auto const with_suspended = call.params.flag("with_suspended").value_or(false);
  return access::json(entities::relationship_list(
      store::relations::find_many(tx, call.viewer(), ids, with_suspended, call.app.clock.now())));
}

/// What the two are to each other now.
Reply relation(Call const& call, Tx& tx, AccountId target) {
  return access::json(entities::relationship(store::relations::find(tx, call.viewer(), target, call.app.clock.now())));
}

using Change = void (*)(App&, Tx&, AccountId, AccountId);
/// A change that needs to know only whom.
template <Change change>
Reply apply(Call const& call, Tx& tx) {
  auto const target = call.id_at<AccountId>("id");
  change(call.app, tx, call.viewer(), target);
  return relation(call, tx, target);
}

Reply follow(Call const& call, Tx& tx) {
  auto const target = call.id_at<AccountId>("id");
  actions::FollowOptions options{.show_boosts = call.params.flag("reblogs"), .notify = call.params.flag("notify")};
  if (call.params.has("languages")) {
    options.languages = call.params.texts("languages");
    std::erase(*options.languages, "");
    auto const too_long = [](auto const& language) { return language.size() > longest_language; };
    if (options.languages->size() > most_languages || std::ranges::any_of(*options.languages, too_long))
      throw invalid("Languages are invalid");
  }
  actions::follow(call.app, tx, call.viewer(), target, std::move(options));
  return relation(call, tx, target);
}

Reply mute(Call const& call, Tx& tx) {
  auto const target = call.id_at<AccountId>("id");
  auto const seconds = call.params.integer("duration").value_or(0);
  if (seconds < 0) throw invalid("Duration must not be negative");
  std::optional<Duration> lasts;
  if (seconds > 0) lasts = std::chrono::seconds(std::min(seconds, longest_mute));
  actions::mute(call.app, tx, call.viewer(), target, call.params.flag("notifications").value_or(true), lasts);
  return relation(call, tx, target);
}

}  // namespace

void add_relationships(access::Routes& on) {
  on.get("/api/v1/accounts/relationships", list, {.needs = "read:follows"});
  on.post("/api/v1/accounts/:id/follow", follow, {.needs = "write:follows,follow", .family = access::Family::follows});
  on.post("/api/v1/accounts/:id/unfollow", apply<actions::unfollow>, {.needs = "write:follows,follow"});
  on.post("/api/v1/accounts/:id/remove_from_followers", apply<actions::remove_follower>,
          {.needs = "write:follows,follow"});
  on.post("/api/v1/accounts/:id/block", apply<actions::block>, {.needs = "write:blocks,follow"});
  on.post("/api/v1/accounts/:id/unblock", apply<actions::unblock>, {.needs = "write:blocks,follow"});
  on.post("/api/v1/accounts/:id/mute", mute, {.needs = "write:mutes,follow"});
  on.post("/api/v1/accounts/:id/unmute", apply<actions::unmute>, {.needs = "write:mutes,follow"});
}

}  // namespace dunlin::api::mastodon
