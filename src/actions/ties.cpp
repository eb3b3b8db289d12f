#include "ties.hpp"

#include <array>

#include "dunlin/actions/follows.hpp"
#include "dunlin/actions/notify.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/federation/send.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "dunlin/store/accounts.hpp"

namespace dunlin::actions {

namespace relations = store::relations;

std::pair<Account, Account> load_both(db::Tx& tx, AccountId one, AccountId other) {
  std::array const ids{one, other};
  auto found = store::accounts::find_many(tx, ids);
  if (found.size() != 2) throw not_found();
  if (found[0].id != one) std::swap(found[0], found[1]);
  return {std::move(found[0]), std::move(found[1])};
}

void renew_feed(db::Tx& tx, Account const& account) {
  if (account.is_local()) jobs::enqueue(tx, DropFeed{account.id});
}

void forget_follow(db::Tx& tx, Account const& follower, Account const& target) {
  if (target.is_local()) unnotify(tx, target.id, "follow", follower.id);
  renew_feed(tx, follower);
}

void forget_request(db::Tx& tx, AccountId follower, Account const& target) {
  if (target.is_local()) unnotify(tx, target.id, "follow_request", follower);
}

void end_follow(App& app, db::Tx& tx, Account const& follower, Account const& target, bool tell) {
  auto const follow = relations::remove_follow(tx, follower.id, target.id);
  auto const request = relations::remove_request(tx, follower.id, target.id);
  if (follow) forget_follow(tx, follower, target);
  if (request) forget_request(tx, follower.id, target);
  auto const& ended = follow ? follow : request;
  if (ended && tell && !target.is_local()) federation::send_unfollow(app, tx, follower.id, target, ended->uri);
}

void refuse_follow(App& app, db::Tx& tx, Account const& target, Account const& follower, bool tell) {
  auto const follow = relations::remove_follow(tx, follower.id, target.id);
  auto const request = relations::remove_request(tx, follower.id, target.id);
  if (follow) forget_follow(tx, follower, target);
  if (request) forget_request(tx, follower.id, target);
  auto const& ended = follow ? follow : request;
  if (ended && tell && !follower.is_local()) federation::send_reject_follow(app, tx, target.id, follower, ended->uri);
}

}  // namespace dunlin::actions
