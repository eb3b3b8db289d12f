#include "dunlin/actions/follows.hpp"

#include <utility>

#include "dunlin/actions/fetch_outbox.hpp"
#include "dunlin/actions/notify.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/federation/send.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/relations.hpp"
#include "dunlin/timelines/feeds.hpp"
#include "ties.hpp"

namespace dunlin::actions {

namespace relations = store::relations;

namespace {

constexpr int admitted_at_once = 50;

void apply(relations::Follow& follow, FollowOptions options) {
  if (options.show_boosts) follow.show_boosts = *options.show_boosts;
  if (options.notify) follow.notify = *options.notify;
  if (options.languages) follow.languages = *std::move(options.languages);
}

/// Changes the options of a follow or request that is there; false when there is none.
bool update_options(db::Tx& tx, Account const& follower, AccountId target, FollowOptions const& options) {
  if (auto known = relations::find_follow(tx, follower.id, target)) {
    auto const before = std::pair(known->show_boosts, known->languages);
    apply(*known, options);
    relations::update_follow(tx, *known);
    if (before != std::pair(known->show_boosts, known->languages)) renew_feed(tx, follower);
    return true;
  }
  if (auto known = relations::find_request(tx, follower.id, target)) {
    apply(*known, options);
    relations::update_request(tx, *known);
    return true;
  }
  return false;
}

void refuse_unless_allowed(db::Tx& tx, Account const& follower, Account const& target) {
  if (target.awaited || target.is_suspended()) throw not_found();
  if (target.moved_to) throw forbidden();
  auto const barriers = relations::barriers(tx, follower.id, target.id);
  if (barriers.blocking || barriers.blocked_by || barriers.domain_blocked) throw forbidden();
}

/// A request that was granted becomes the follow it asked for, id and all.
void grant(App& app, db::Tx& tx, Account const& follower, Account const& target, relations::Follow const& request) {
  forget_request(tx, follower.id, target);
  if (!relations::insert_follow(tx, request)) return;
  renew_feed(tx, follower);
  if (!follower.is_local()) federation::send_accept_follow(app, tx, target.id, follower, request.uri);
  if (follower.is_local()) fetch_outbox_for(tx, target, follower.id);
}

}  // namespace

void follow(App& app, db::Tx& tx, AccountId follower_id, AccountId target_id, FollowOptions options) {
  if (follower_id == target_id) throw Refusal{Refusal::Kind::forbidden, "You cannot follow yourself"};
  auto const [follower, target] = load_both(tx, follower_id, target_id);
  refuse_unless_allowed(tx, follower, target);
  if (update_options(tx, follower, target_id, options)) return;

  auto const now = app.clock.now();
  auto const id = tx.next_id<FollowId>(now);
  relations::Follow wanted{.id = id,
                           .follower = follower_id,
                           .target = target_id,
                           .uri = federation::follow_uri(app, follower_id, id),
                           .created_at = now};
  apply(wanted, std::move(options));
  if (target.is_local() && !target.locked && !follower.silenced_at) {
    if (!relations::insert_follow(tx, wanted)) return;
    notify(app, tx, target_id, "follow", follower_id);
    renew_feed(tx, follower);
    return;
  }
  if (!relations::insert_request(tx, wanted)) return;
  if (target.is_local())
    notify(app, tx, target_id, "follow_request", follower_id);
  else
    federation::send_follow(app, tx, follower_id, target, id);
}

void unfollow(App& app, db::Tx& tx, AccountId follower_id, AccountId target_id) {
  auto const [follower, target] = load_both(tx, follower_id, target_id);
  end_follow(app, tx, follower, target, true);
}

void accept_follow(App& app, db::Tx& tx, AccountId target_id, AccountId follower_id) {
  auto const [target, follower] = load_both(tx, target_id, follower_id);
  auto const request = relations::remove_request(tx, follower_id, target_id);
  if (!request) throw not_found();
  grant(app, tx, follower, target, *request);
  notify(app, tx, target_id, "follow", follower_id);
}

void reject_follow(App& app, db::Tx& tx, AccountId target_id, AccountId follower_id) {
  auto const [target, follower] = load_both(tx, target_id, follower_id);
  auto const request = relations::remove_request(tx, follower_id, target_id);
  if (!request) throw not_found();
  forget_request(tx, follower_id, target);
  if (!follower.is_local()) federation::send_reject_follow(app, tx, target_id, follower, request->uri);
}

void remove_follower(App& app, db::Tx& tx, AccountId target_id, AccountId follower_id) {
  auto const [target, follower] = load_both(tx, target_id, follower_id);
  auto const follow = relations::remove_follow(tx, follower_id, target_id);
  if (!follow) return;
  forget_follow(tx, follower, target);
  if (!follower.is_local()) federation::send_reject_follow(app, tx, target_id, follower, follow->uri);
}

void receive_follow(App& app, db::Tx& tx, Account const& follower, AccountId target_id, std::string const& uri) {
  auto const target = store::accounts::find(tx, target_id);
  if (!target || !target->is_local() || target->awaited) return;
  auto const barriers = relations::barriers(tx, target_id, follower.id);
  if (barriers.blocking || barriers.domain_blocked || target->moved_to || target->is_suspended())
    return federation::send_reject_follow(app, tx, target_id, follower, uri);

  // A server that asks again never heard our answer, or forgot: its newest id is the one to answer.
  if (auto known = relations::find_follow(tx, follower.id, target_id)) {
    known->uri = uri;
    relations::update_follow(tx, *known);
    return federation::send_accept_follow(app, tx, target_id, follower, uri);
  }
  if (auto known = relations::find_request(tx, follower.id, target_id)) {
    known->uri = uri;
    relations::update_request(tx, *known);
    return;
  }

  auto const now = app.clock.now();
  relations::Follow const wanted{
      .id = tx.next_id<FollowId>(now), .follower = follower.id, .target = target_id, .uri = uri, .created_at = now};
  if (target->locked || follower.silenced_at) {
    if (relations::insert_request(tx, wanted)) notify(app, tx, target_id, "follow_request", follower.id);
    return;
  }
  if (relations::insert_follow(tx, wanted)) notify(app, tx, target_id, "follow", follower.id);
  federation::send_accept_follow(app, tx, target_id, follower, uri);
}

void receive_unfollow(App& app, db::Tx& tx, AccountId follower_id, AccountId target_id) {
  auto const [follower, target] = load_both(tx, follower_id, target_id);
  end_follow(app, tx, follower, target, false);
}

namespace {

/// The request of ours that an answer is about. Some servers answer with an id of their own making, so an unknown
/// one is no reason to overlook the pair; another target's request never matches.
std::optional<relations::Follow> answered(db::Tx& tx, AccountId target, AccountId follower, std::string const& uri) {
  auto request = relations::request_by_uri(tx, uri);
  if (request && request->target != target) request.reset();
  if (!request && follower) request = relations::find_request(tx, follower, target);
  return request;
}

}  // namespace

void receive_accept(App& app, db::Tx& tx, AccountId target_id, AccountId follower_id, std::string const& uri) {
  auto const request = answered(tx, target_id, follower_id, uri);
  if (!request) return;
  auto const [target, follower] = load_both(tx, target_id, request->follower);
  if (!follower.is_local() || !relations::remove_request(tx, follower.id, target_id)) return;
  grant(app, tx, follower, target, *request);
}

void receive_reject(App& app, db::Tx& tx, AccountId target_id, AccountId follower_id, std::string const& uri) {
  auto const request = answered(tx, target_id, follower_id, uri);
  auto const who = request ? request->follower : follower_id;
  if (!who) return;
  auto const [target, follower] = load_both(tx, target_id, who);
  // Also of a follow that was granted before: so ends what its target no longer wants.
  if (follower.is_local()) end_follow(app, tx, follower, target, false);
}

awaitable<void> drop_feed(App& app, DropFeed job, jobs::Job const&) {
  co_await timelines::drop(app, job.account);
}

awaitable<void> admit_all(App& app, AdmitAll job, jobs::Job const&) {
  for (bool more = true; more;) {
    more = co_await app.db.transact(
        [&](db::Tx& tx) {
          auto const account = store::accounts::find(tx, job.account);
          if (!account || account->locked) return false;
          auto const waiting = relations::requests(tx, job.account, Window{.limit = admitted_at_once});
          for (auto const& entry : waiting) accept_follow(app, tx, job.account, entry.account);
          return static_cast<int>(waiting.size()) == admitted_at_once;
        },
        db::Urgency::background);
  }
}

}  // namespace dunlin::actions
