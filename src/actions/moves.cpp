#include "dunlin/actions/moves.hpp"

#include <algorithm>

#include "dunlin/actions/follows.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/send.hpp"
#include "dunlin/federation/send_move.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/lists.hpp"
#include "dunlin/store/moves.hpp"
#include "dunlin/store/relations.hpp"
#include "move_target.hpp"
#include "named_account.hpp"

namespace dunlin::actions {
namespace {

constexpr Duration between_moves = std::chrono::days(30);
constexpr int brought_at_once = 20;

void refuse_if_recent(db::Tx& tx, AccountId who, Timestamp now) {
  auto const last = store::moves::last(tx, who);
  if (last && *last + between_moves > now) throw invalid("You have moved within the last 30 days");
}

Account locked_local(db::Tx& tx, AccountId who) {
  auto account = store::accounts::lock(tx, who);
  if (!account || !account->is_local()) throw not_found();
  return *std::move(account);
}

/// The profile shows it, followers are told, and those here go along.
void tell(App& app, db::Tx& tx, Account const& account, Account const& target) {
  federation::send_profile(app, tx, account.id);
  federation::send_moved(app, tx, account, target, app.clock.now());
  jobs::enqueue(tx, BringFollowers{account.id, target.id});
}

/// One follower follows the target as it followed the account. Lists must be copied while both stand in them.
void bring(App& app, db::Tx& tx, AccountId follower, AccountId account, AccountId target) {
  auto const before = store::relations::find_follow(tx, follower, account);
  if (!before) return;
  if (follower != target) {
    follow(app, tx, follower, target,
           {.show_boosts = before->show_boosts, .notify = before->notify, .languages = before->languages});
    for (auto const& list : store::lists::with_member(tx, follower, account))
      store::lists::add(tx, list, {&target, 1}, app.clock.now());
  }
  unfollow(app, tx, follower, account);
}

/// Brings the next few over; returns the last of them, nothing when there was none.
AccountId bring_some(App& app, db::Tx& tx, BringFollowers const& job, AccountId after) {
  auto const followers = store::moves::local_followers(tx, job.account, after, brought_at_once);
  auto const apart = store::relations::apart_from(tx, job.target, followers);
  for (auto const follower : followers)
    if (std::ranges::find(apart, follower) == apart.end()) bring(app, tx, follower, job.account, job.target);
  return followers.empty() ? AccountId{} : followers.back();
}

/// Whoever wanted nothing of the account wants nothing of it under its new name.
void keep_apart(App& app, db::Tx& tx, BringFollowers const& job) {
  store::moves::copy_notes(tx, job.account, job.target);
  auto const averse = store::moves::averse(tx, job.account, job.target);
  for (auto const who : averse.blocking) block(app, tx, who, job.target);
  for (auto const who : averse.muting) mute(app, tx, who, job.target, true, std::nullopt);
}

bool can_be_followed(db::Tx& tx, AccountId id) {
  auto const account = store::accounts::find(tx, id);
  return account && !account->is_suspended() && !account->moved_to;
}

}  // namespace

awaitable<Account> move(App& app, AccountId who, std::string target_name, MoveOptions options) {
  auto const account = co_await app.db.read([&](db::Tx& tx) {
    if (!options.soon_again) refuse_if_recent(tx, who, app.clock.now());
    return store::accounts::find(tx, who);
  });
  if (!account || !account->is_local()) throw not_found();
  auto const named = co_await find_named(app, std::move(target_name));
  if (!named) throw invalid("The account to move to could not be found");
  if (named->id == who) throw invalid("You cannot move to the account you have");
  auto const target = co_await move_target(app, named->uri, account->uri);
  if (!target) throw invalid("The account to move to does not name this one among its aliases, or has moved itself");
  co_return co_await app.db.transact([&](db::Tx& tx) {
    auto moved = locked_local(tx, who);
    if (!options.soon_again) refuse_if_recent(tx, who, app.clock.now());
    store::moves::insert(tx, who, target->id, app.clock.now());
    store::moves::point(tx, who, target->id);
    moved.moved_to = target->id;
    tell(app, tx, moved, *target);
    return moved;
  });
}

awaitable<Account> repeat_move(App& app, AccountId who) {
  co_return co_await app.db.transact([&](db::Tx& tx) {
    auto account = locked_local(tx, who);
    auto const target = account.moved_to ? store::accounts::find(tx, account.moved_to) : std::nullopt;
    if (!target) throw invalid("The account has not moved");
    tell(app, tx, account, *target);
    return account;
  });
}

Account stay(App& app, db::Tx& tx, AccountId who) {
  auto account = locked_local(tx, who);
  if (!account.moved_to) return account;
  store::moves::point(tx, who, {});
  account.moved_to = {};
  federation::send_profile(app, tx, who);
  return account;
}

BringFollowers BringFollowers::from_text(std::string const& text) {
  auto const space = std::min(text.find(' '), text.size());
  std::string_view const view = text;
  return {parse_id<AccountId>(view.substr(0, space)).value_or(AccountId{}),
          parse_id<AccountId>(view.substr(std::min(space + 1, view.size()))).value_or(AccountId{})};
}

awaitable<void> bring_followers(App& app, BringFollowers job, jobs::Job const&) {
  bool const possible = co_await app.db.transact(
      [&](db::Tx& tx) {
        if (!can_be_followed(tx, job.target)) return false;
        keep_apart(app, tx, job);
        return true;
      },
      db::Urgency::background);
  AccountId after;
  for (bool more = possible; more; more = bool(after))
    after =
        co_await app.db.transact([&](db::Tx& tx) { return bring_some(app, tx, job, after); }, db::Urgency::background);
}

}  // namespace dunlin::actions
