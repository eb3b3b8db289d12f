#include "dunlin/actions/favourites.hpp"

#include <algorithm>

#include "dunlin/actions/notify.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/federation/send.hpp"
#include "dunlin/store/favourites.hpp"
#include "dunlin/store/statuses.hpp"
#include "dunlin/store/views.hpp"
#include "seen.hpp"

namespace dunlin::actions {
namespace {

namespace favourites = store::favourites;

constexpr int most_pins = 5;
constexpr int most_remote_pins = 50;

}  // namespace

std::optional<Status> look_for(App& app, db::Tx& tx, StatusId target, AccountId viewer) {
  auto status = store::views::find(app.records, tx, viewer, target);
  if (status && status->boost_of) status = store::views::find(app.records, tx, viewer, status->boost_of);
  return status;
}

Status find_seen(App& app, db::Tx& tx, StatusId target, AccountId viewer) {
  auto status = look_for(app, tx, target, viewer);
  if (!status) throw not_found();
  return std::move(*status);
}

Favoured favourite(App& app, db::Tx& tx, AccountId who, StatusId target) {
  auto status = find_seen(app, tx, target, who);
  auto const now = app.clock.now();
  favourites::Favourite const favourite{.id = tx.next_id<FavouriteId>(now), .account = who, .status = status.id};
  auto const made = favourites::insert(tx, favourite, status.conversation, now);
  if (!made.is_new) return {std::move(status), made.deeds};
  ++status.favourites_count;
  notify(app, tx, status.author, "favourite", who, status.id);
  federation::send_favourited(app, tx, who, status, favourite.id);
  return {std::move(status), made.deeds};
}

Favoured unfavourite(App& app, db::Tx& tx, AccountId who, StatusId target) {
  auto status = find_seen(app, tx, target, who);
  auto const gone = favourites::remove(tx, who, status.id, status.conversation);
  if (!gone.favourite) return {std::move(status), gone.deeds};
  status.favourites_count = std::max<std::int64_t>(0, status.favourites_count - 1);
  unnotify(tx, status.author, "favourite", who, status.id);
  federation::send_unfavourited(app, tx, who, status, gone.favourite->id);
  return {std::move(status), gone.deeds};
}

void receive_favourite(App& app, db::Tx& tx, AccountId who, StatusId target, std::string const& uri, Timestamp when) {
  // Who may not see it can only know its id by guessing.
  auto const status = store::statuses::find_visible(tx, target, who);
  if (!status || status->boost_of) return;
  auto const then = std::min(when, app.clock.now());
  favourites::Favourite const favourite{
      .id = tx.next_id<FavouriteId>(then), .account = who, .status = target, .uri = uri};
  if (favourites::insert(tx, favourite, status->conversation, then).is_new)
    notify(app, tx, status->author, "favourite", who, target);
}

void receive_unfavourite(App&, db::Tx& tx, AccountId who, std::string const& uri, StatusId target) {
  if (!uri.empty())
    if (auto const known = favourites::by_uri(tx, who, uri)) target = known->status;
  if (!target || !favourites::remove(tx, who, target).favourite) return;
  if (auto const status = store::statuses::find(tx, target)) unnotify(tx, status->author, "favourite", who, target);
}

Status bookmark(App& app, db::Tx& tx, AccountId who, StatusId target) {
  auto status = find_seen(app, tx, target, who);
  store::bookmarks::insert(tx, who, status.id, app.clock.now());
  return status;
}

Status unbookmark(App& app, db::Tx& tx, AccountId who, StatusId target) {
  auto status = find_seen(app, tx, target, who);
  store::bookmarks::remove(tx, who, status.id);
  return status;
}

Status pin(App& app, db::Tx& tx, AccountId who, StatusId target) {
  auto status = store::views::find(app.records, tx, who, target);
  if (!status) throw not_found();
  if (status->author != who) throw invalid("Someone else's post cannot be pinned");
  if (status->boost_of) throw invalid("A boost cannot be pinned");
  if (status->visibility == Visibility::direct || status->visibility == Visibility::limited)
    throw invalid("Posts that are only visible to mentioned users cannot be pinned");
  if (!store::pins::insert(tx, who, target, most_pins, app.clock.now()))
    throw invalid("You have already pinned the maximum number of posts");
  federation::send_pinned(app, tx, who, *status);
  return std::move(*status);
}

Status unpin(App& app, db::Tx& tx, AccountId who, StatusId target) {
  auto status = find_seen(app, tx, target, who);
  if (store::pins::remove(tx, who, target)) federation::send_unpinned(app, tx, who, status);
  return status;
}

void receive_pin(App& app, db::Tx& tx, AccountId who, StatusId target) {
  auto const status = store::statuses::find(tx, target);
  if (!status || status->author != who || status->boost_of || !is_open(status->visibility)) return;
  store::pins::insert(tx, who, target, most_remote_pins, app.clock.now());
}

void receive_unpin(App&, db::Tx& tx, AccountId who, StatusId target) {
  store::pins::remove(tx, who, target);
}

Status mute_conversation(App& app, db::Tx& tx, AccountId who, StatusId target) {
  auto status = find_seen(app, tx, target, who);
  if (status.conversation) store::conversation_mutes::insert(tx, who, status.conversation);
  return status;
}

Status unmute_conversation(App& app, db::Tx& tx, AccountId who, StatusId target) {
  auto status = find_seen(app, tx, target, who);
  if (status.conversation) store::conversation_mutes::remove(tx, who, status.conversation);
  return status;
}

}  // namespace dunlin::actions
