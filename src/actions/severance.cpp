#include "dunlin/actions/severance.hpp"

#include "dunlin/actions/notify.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/store/severed_relationships.hpp"

namespace dunlin::actions {

void tell_of_severance(App& app, db::Tx& tx, AccountId whom, Severance const& what) {
  if (what.followers + what.following == 0) return;
  auto const now = app.clock.now();
  auto const id = tx.next_id<NotificationId>(now).value;
  store::severed_relationships::insert(tx, {.id = id, .account = whom, .what = what, .created_at = now});
  notify(app, tx, whom, "severed_relationships", whom, {}, id);
}

}  // namespace dunlin::actions
