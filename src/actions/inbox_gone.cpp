#include "dunlin/actions/inbox_gone.hpp"

#include "dunlin/actions/follows.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/accounts.hpp"

namespace dunlin::actions {

awaitable<void> inbox_gone(App& app, federation::InboxGone job, jobs::Job const&) {
  auto const uris = co_await app.db.read([&](db::Tx& tx) { return store::outgoing::actors_of_inbox(tx, job.inbox); },
                                         db::Urgency::background);
  for (auto const& uri : uris) {
    bool const gone = co_await federation::is_actor_gone(app, uri);
    if (!gone) {
      co_await federation::refresh_actor(app, uri);
      continue;
    }
    co_await app.db.transact(
        [&](db::Tx& tx) {
          if (auto const account = store::accounts::by_uri(tx, uri)) receive_account_removal(app, tx, account->id);
        },
        db::Urgency::background);
  }
}

}  // namespace dunlin::actions
