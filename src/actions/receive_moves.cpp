// Accounts of other servers that go on under another name (contract, section 12).
#include "dunlin/actions/moves.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/moves.hpp"
#include "inbound.hpp"
#include "move_target.hpp"

namespace dunlin::actions {
namespace {

constexpr Duration between_received_moves = std::chrono::days(7);

bool moved_lately(Inbound const& in, db::Tx& tx) {
  auto const last = store::moves::last(tx, in.actor.id);
  return last && *last + between_received_moves > in.app.clock.now();
}

}  // namespace

awaitable<void> receive_move(Inbound const& in) {
  auto const& to = in.activity.target;
  if (in.activity.object_id != in.actor.uri || to.empty() || to == in.actor.uri) co_return;
  bool const lately =
      co_await in.app.db.read([&](db::Tx& tx) { return moved_lately(in, tx); }, db::Urgency::background);
  if (lately) co_return;
  auto const target = co_await move_target(in.app, to, in.actor.uri);
  if (!target) co_return;  // and may be tried again at once
  co_await in.app.db.transact(
      [&](db::Tx& tx) {
        store::accounts::lock(tx, in.actor.id);
        if (moved_lately(in, tx)) return;
        store::moves::insert(tx, in.actor.id, target->id, in.app.clock.now());
        store::moves::point(tx, in.actor.id, target->id);
        jobs::enqueue(tx, BringFollowers{in.actor.id, target->id});
      },
      db::Urgency::background);
}

awaitable<void> find_target(App& app, federation::FindTarget job, jobs::Job const&) {
  auto const account =
      co_await app.db.read([&](db::Tx& tx) { return store::accounts::find(tx, job.account); }, db::Urgency::background);
  if (!account || account->is_local()) co_return;
  // Where that one moved to is not asked: this could go on for ever.
  auto const target = co_await federation::refresh_actor(app, job.target, federation::Chase::nothing);
  if (!target || target->id == account->id) co_return;
  co_await app.db.transact([&](db::Tx& tx) { store::moves::point(tx, account->id, target->id); },
                           db::Urgency::background);
}

}  // namespace dunlin::actions
