#include "dunlin/actions/boosts.hpp"

#include <algorithm>

#include "dunlin/actions/notify.hpp"
#include "dunlin/actions/publish.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/federation/send.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "dunlin/store/statuses.hpp"
#include "dunlin/store/users.hpp"
#include "seen.hpp"

namespace dunlin::actions {
namespace {

namespace statuses = store::statuses;

/// Own followers-only posts may be boosted to the same people; nothing else that is not open may.
bool may_boost(Status const& original, AccountId booster) {
  return is_open(original.visibility) || (original.visibility == Visibility::private_ && original.author == booster);
}

Visibility visibility_of_boost(db::Tx& tx, Status const& original, AccountId booster, std::optional<Visibility> asked) {
  if (!is_open(original.visibility)) return original.visibility;
  if (!asked) {
    auto const user = store::users::by_account(tx, booster);
    asked = user ? user->default_visibility : Visibility::public_;
  }
  return *asked == Visibility::direct || *asked == Visibility::limited ? Visibility::private_ : *asked;
}

void count_down(std::int64_t& count) {
  count = std::max<std::int64_t>(0, count - 1);
}

/// The boost is gone, and so is the news of it.
void take_back(App& app, db::Tx& tx, StatusId boost, Status const& original, AccountId booster) {
  statuses::remove(tx, boost, app.clock.now());
  unnotify(tx, original.author, "reblog", booster, original.id);
  jobs::enqueue(tx, Withdraw{boost});
}

}  // namespace

Boosted boost(App& app, db::Tx& tx, AccountId booster, StatusId target, std::optional<Visibility> visibility) {
  auto original = find_seen(app, tx, target, booster);
  if (!may_boost(original, booster)) throw forbidden();

  Status made;
  made.created_at = app.clock.now();
  made.id = tx.next_id<StatusId>(made.created_at);
  made.author = booster;
  made.local = true;
  made.uri = made.url = federation::boost_uri(app, booster, made.id);
  made.visibility = visibility_of_boost(tx, original, booster, visibility);
  made.boost_of = original.id;
  made.local_only = original.local_only;
  auto const [id, is_new] = statuses::insert_boost(tx, made);
  if (!is_new) {
    auto first = statuses::find(tx, id);
    if (!first) throw not_found();
    return {std::move(*first), std::move(original)};
  }
  ++original.boosts_count;
  jobs::enqueue(tx, Distribute{made.id});
  federation::send_boosted(app, tx, made.id, original, booster, made.visibility);
  return {std::move(made), std::move(original)};
}

Status unboost(App& app, db::Tx& tx, AccountId booster, StatusId target) {
  // What one boosted can be taken back even when it is no longer to be seen.
  auto original = statuses::find(tx, target);
  if (original && original->boost_of) original = statuses::find(tx, original->boost_of);
  if (!original) throw not_found();
  auto const id = statuses::find_boost(tx, booster, original->id);
  if (!id) return find_seen(app, tx, original->id, booster);
  auto const made = statuses::find(tx, *id);
  take_back(app, tx, *id, *original, booster);
  count_down(original->boosts_count);
  if (made) federation::send_unboosted(app, tx, *id, made->uri, *original, booster);
  return std::move(*original);
}

void receive_boost(App& app, db::Tx& tx, AccountId booster, StatusId target, Visibility visibility,
                   std::string const& uri, Timestamp when) {
  auto const original = statuses::find_visible(tx, target, booster);
  if (!original || original->boost_of || !may_boost(*original, booster)) return;
  if (statuses::is_buried(tx, uri)) return;
  Status made;
  made.created_at = std::min(when, app.clock.now());
  made.id = tx.next_id<StatusId>(made.created_at);
  made.author = booster;
  made.uri = made.url = uri;
  made.visibility = is_open(original->visibility) ? visibility : original->visibility;
  made.boost_of = target;
  if (statuses::insert_boost(tx, made).second) jobs::enqueue(tx, Distribute{made.id});
}

void receive_unboost(App& app, db::Tx& tx, AccountId booster, std::string const& uri, StatusId target) {
  auto boost = uri.empty() ? std::nullopt : statuses::id_by_uri(tx, uri);
  if (!boost && target) boost = statuses::find_boost(tx, booster, target);
  auto const made = boost ? statuses::find(tx, *boost) : std::nullopt;
  if (!made || made->author != booster || !made->boost_of) {
    // The Announce it undoes may still be on its way.
    if (!made && !uri.empty()) statuses::bury(tx, uri, app.clock.now());
    return;
  }
  auto const original = statuses::find(tx, made->boost_of);
  if (original) take_back(app, tx, made->id, *original, booster);
}

}  // namespace dunlin::actions
