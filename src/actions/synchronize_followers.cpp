#include "dunlin/actions/synchronize_followers.hpp"

#include <algorithm>

#include "dunlin/actions/follows.hpp"
#include "dunlin/federation/send.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/actor.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/follower_uris.hpp"
#include "ties.hpp"

namespace dunlin::actions {
namespace {

std::vector<std::string> uris_of(std::vector<store::follower_uris::Local> const& followers) {
  std::vector<std::string> uris;
  uris.reserve(followers.size());
  for (auto const& follower : followers) uris.push_back(follower.uri);
  return uris;
}

/// Makes ours what the other side has: nobody follows who is not listed; who waits and is listed has been let in;
/// who is listed without following tells so.
void repair(App& app, db::Tx& tx, AccountId sender, std::vector<std::string> const& listed) {
  auto const account = store::accounts::find(tx, sender);
  if (!account) return;
  for (auto const& follower : store::follower_uris::local(tx, sender)) {
    if (std::ranges::binary_search(listed, follower.uri)) continue;
    auto const [ours, theirs] = load_both(tx, follower.account, sender);
    end_follow(app, tx, ours, theirs, false);
  }
  for (auto const follower : store::follower_uris::requesting(tx, sender, listed))
    receive_accept(app, tx, sender, follower, {});
  for (auto const stranger : store::follower_uris::strangers(tx, sender, listed)) {
    auto const id = tx.next_id<FollowId>(app.clock.now());
    federation::send_unfollow(app, tx, stranger, *account, federation::follow_uri(app, stranger, id));
  }
}

}  // namespace

std::string SynchronizeFollowers::to_text() const {
  return to_string(account) + " " + said.digest + " " + said.url;
}

SynchronizeFollowers SynchronizeFollowers::from_text(std::string const& text) {
  auto const one = std::min(text.find(' '), text.size());
  auto const two = std::min(text.find(' ', one + 1), text.size());
  if (two == text.size()) return {};
  auto const id = parse_id<AccountId>(std::string_view(text).substr(0, one));
  return {id.value_or(AccountId{}), {{}, text.substr(one + 1, two - one - 1), text.substr(two + 1)}};
}

awaitable<void> synchronize_followers(App& app, SynchronizeFollowers job, jobs::Job const&) {
  auto const ours = co_await app.db.read([&](db::Tx& tx) { return store::follower_uris::local(tx, job.account); },
                                         db::Urgency::background);
  if (federation::followers_digest(uris_of(ours)) == job.said.digest) co_return;
  auto listed = co_await federation::listed_followers(app, job.said);
  if (!listed) co_return;
  std::ranges::sort(*listed);
  co_await app.db.transact([&](db::Tx& tx) { repair(app, tx, job.account, *listed); }, db::Urgency::background);
}

void begin_synchronization(db::Tx& tx, Account const& sender, http::Request const& request) {
  auto said = federation::synchronization_of(request);
  if (!said || sender.is_local() || sender.is_suspended()) return;
  if (said->collection != federation::vocabulary::followers_of(sender)) return;
  if (!federation::same_host(said->url, sender.uri)) return;
  jobs::enqueue(tx, SynchronizeFollowers{sender.id, std::move(*said)}, {.unique_key = to_string(sender.id)});
}

}  // namespace dunlin::actions
