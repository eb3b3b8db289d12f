// Follow, Accept, Reject, Block and Undo, as other servers send them (contract, section 8).
#include "dunlin/actions/boosts.hpp"
#include "dunlin/actions/favourites.hpp"
#include "dunlin/actions/follows.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/deeds.hpp"
#include "dunlin/store/reactions.hpp"
#include "dunlin/store/statuses.hpp"
#include "inbound.hpp"

namespace dunlin::actions {
namespace {

using federation::vocabulary::Activity;
using federation::vocabulary::Node;
using federation::vocabulary::Verb;

/// The activity inside another one, as far as it was embedded.
struct Inner {
  Verb verb;
  std::string id, actor, object;
};

std::optional<Inner> inner_of(Node const& object) {
  auto const& node = object.first();
  if (!node.is_map()) return std::nullopt;
  auto const verb = federation::vocabulary::verb_of(node);
  return Inner{verb, std::string(node.id()), std::string(node["actor"].reference()),
               std::string(node["object"].reference())};
}

/// The local follower an Accept or Reject is about: by the embedded Follow, or by the id of ours.
struct Answered {
  AccountId follower;
  std::string follow_uri;
};

std::optional<Answered> answered(Inbound const& in, db::Tx& tx) {
  auto const& activity = in.activity;
  auto const inner = inner_of(*activity.object);
  if (inner && inner->verb != Verb::follow && !inner->actor.empty()) return std::nullopt;
  // What somebody else was asked cannot be answered here.
  if (inner && !inner->object.empty() && inner->object != activity.actor) return std::nullopt;
  auto const uri = inner ? inner->id : activity.object_id;
  auto const by = local_account(in.app, tx, inner && !inner->actor.empty() ? inner->actor : uri);
  if (!by && uri.empty()) return std::nullopt;
  return Answered{by ? by->id : AccountId{}, uri};
}

void undo_deed(Inbound const& in, db::Tx& tx, std::string const& uri) {
  auto const deed = store::deeds::find(tx, in.actor.id, uri);
  if (!deed) {
    // What it undoes may come later, and must find that it is undone.
    if (federation::same_host(uri, in.activity.actor)) store::statuses::bury(tx, uri, in.app.clock.now());
    return;
  }
  using enum store::deeds::Deed::Kind;
  switch (deed->kind) {
    case follow:
      return receive_unfollow(in.app, tx, in.actor.id, deed->target);
    case block:
      return receive_unblock(in.app, tx, in.actor.id, deed->target);
    case favourite:
      store::reactions::remove_by_uri(tx, deed->status, in.actor.id, uri);
      return receive_unfavourite(in.app, tx, in.actor.id, uri, deed->status);
    case reaction:
      return store::reactions::remove_by_uri(tx, deed->status, in.actor.id, uri);
    case boost:
      return receive_unboost(in.app, tx, in.actor.id, uri, deed->status);
  }
}

/// By what it is about, when its id says nothing here. False when that is not here either.
bool undo_by_object(Inbound const& in, db::Tx& tx, Inner const& inner) {
  if (inner.verb == Verb::follow || inner.verb == Verb::block) {
    auto const target = local_account(in.app, tx, inner.object);
    if (!target) return false;
    inner.verb == Verb::follow ? receive_unfollow(in.app, tx, in.actor.id, target->id)
                               : receive_unblock(in.app, tx, in.actor.id, target->id);
    return true;
  }
  auto const status = known_status(in.app, tx, inner.object);
  if (!status) return false;
  if (inner.verb == Verb::like) {
    store::reactions::remove(tx, status, in.actor.id);
    receive_unfavourite(in.app, tx, in.actor.id, inner.id, status);
  }
  if (inner.verb == Verb::announce) receive_unboost(in.app, tx, in.actor.id, {}, status);
  return true;
}

void undo(Inbound const& in, db::Tx& tx) {
  auto const inner = inner_of(*in.activity.object);
  if (inner && inner->verb != Verb::other) {
    if (!inner->actor.empty() && inner->actor != in.activity.actor) return;
    if (inner->verb == Verb::undo) return;
    if (inner->verb == Verb::accept) {
      // Taking back an Accept is a Reject that comes late.
      auto const follow = inner_of((*in.activity.object)["object"]);
      auto const follower = follow ? local_account(in.app, tx, follow->actor) : std::nullopt;
      if (follower) receive_reject(in.app, tx, in.actor.id, follower->id, follow->id);
      return;
    }
    undo_by_object(in, tx, *inner);
    if (!inner->id.empty()) undo_deed(in, tx, inner->id);
    return;
  }
  if (!inner && !in.activity.object_id.empty()) undo_deed(in, tx, in.activity.object_id);
}

}  // namespace

awaitable<void> receive_follow(Inbound const& in) {
  co_await in.app.db.transact(
      [&](db::Tx& tx) {
        if (receive_relay_follow(in, tx)) return;
        auto const target = local_account(in.app, tx, in.activity.object_id);
        if (!target || (!in.activity.id.empty() && store::statuses::is_buried(tx, in.activity.id))) return;
        auto const uri = in.activity.id.empty() ? in.actor.uri + "#follow/" + to_string(target->id) : in.activity.id;
        receive_follow(in.app, tx, in.actor, target->id, uri);
      },
      db::Urgency::background);
}

awaitable<void> receive_accept(Inbound const& in) {
  co_await in.app.db.transact(
      [&](db::Tx& tx) {
        if (receive_relay_answer(in, tx) || receive_quote_answer(in, tx) || receive_approval(in, tx)) return;
        if (auto const follow = answered(in, tx))
          receive_accept(in.app, tx, in.actor.id, follow->follower, follow->follow_uri);
      },
      db::Urgency::background);
}

awaitable<void> receive_reject(Inbound const& in) {
  co_await in.app.db.transact(
      [&](db::Tx& tx) {
        if (receive_relay_answer(in, tx) || receive_quote_answer(in, tx)) return;
        if (auto const follow = answered(in, tx))
          receive_reject(in.app, tx, in.actor.id, follow->follower, follow->follow_uri);
      },
      db::Urgency::background);
}

awaitable<void> receive_block(Inbound const& in) {
  // With a target it is somebody's ban from a community, not a block between two people.
  if (!in.activity.target.empty()) co_return;
  co_await in.app.db.transact(
      [&](db::Tx& tx) {
        auto const target = local_account(in.app, tx, in.activity.object_id);
        if (!target || (!in.activity.id.empty() && store::statuses::is_buried(tx, in.activity.id))) return;
        receive_block(in.app, tx, in.actor.id, target->id, in.activity.id);
      },
      db::Urgency::background);
}

awaitable<void> receive_undo(Inbound const& in) {
  co_await in.app.db.transact([&](db::Tx& tx) { undo(in, tx); }, db::Urgency::background);
}

}  // namespace dunlin::actions
