// Blocks, mutes and blocked domains: actions/follows.hpp.
#include <algorithm>
#include <unordered_map>
#include <vector>

#include "dunlin/actions/follows.hpp"
#include "dunlin/actions/kept_files.hpp"
#include "dunlin/actions/media.hpp"
#include "dunlin/actions/severance.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/federation/send.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/collections.hpp"
#include "dunlin/store/direct.hpp"
#include "dunlin/store/notifications.hpp"
#include "dunlin/store/relations.hpp"
#include "ties.hpp"

namespace dunlin::actions {

namespace relations = store::relations;

namespace {

Refusal not_oneself() {
  return {Refusal::Kind::forbidden, "This action is not allowed on your own account"};
}

}  // namespace

void block(App& app, db::Tx& tx, AccountId who_id, AccountId target_id) {
  if (who_id == target_id) throw not_oneself();
  auto const [who, target] = load_both(tx, who_id, target_id);
  auto const now = app.clock.now();
  auto const id = tx.next_id<BlockId>(now);
  relations::Block const wanted{.id = id,
                                .account = who_id,
                                .target = target_id,
                                .uri = federation::block_uri(app, who_id, id),
                                .created_at = now};
  if (!relations::insert_block(tx, wanted)) return;
  end_follow(app, tx, who, target, true);
  refuse_follow(app, tx, who, target, true);
  store::notifications::remove_from(tx, who_id, target_id);
  store::notifications::remove_from(tx, target_id, who_id);
  store::direct::remove_with(tx, who_id, target_id);
  store::collections::part(tx, who_id, target_id);
  renew_feed(tx, who);
  renew_feed(tx, target);
  if (!target.is_local()) federation::send_block(app, tx, who_id, target, id);
}

void unblock(App& app, db::Tx& tx, AccountId who_id, AccountId target_id) {
  auto const [who, target] = load_both(tx, who_id, target_id);
  auto const block = relations::remove_block(tx, who_id, target_id);
  if (!block) return;
  if (!target.is_local()) federation::send_unblock(app, tx, who_id, target, block->uri);
}

void receive_block(App& app, db::Tx& tx, AccountId who_id, AccountId target_id, std::string const& uri) {
  if (who_id == target_id) return;
  auto const [who, target] = load_both(tx, who_id, target_id);
  if (who.is_local() || !target.is_local()) return;
  auto const now = app.clock.now();
  relations::Block const wanted{
      .id = tx.next_id<BlockId>(now), .account = who_id, .target = target_id, .uri = uri, .created_at = now};
  if (!relations::insert_block(tx, wanted)) return;
  // The other side ended its half itself.
  end_follow(app, tx, who, target, false);
  end_follow(app, tx, target, who, false);
  store::notifications::remove_from(tx, target_id, who_id);
  store::collections::part(tx, who_id, target_id);
  renew_feed(tx, target);
}

void receive_unblock(App&, db::Tx& tx, AccountId who, AccountId target) {
  relations::remove_block(tx, who, target);
}

void mute(App& app, db::Tx& tx, AccountId who_id, AccountId target_id, bool notifications,
          std::optional<Duration> lasts) {
  if (who_id == target_id) throw not_oneself();
  auto const [who, target] = load_both(tx, who_id, target_id);
  auto const now = app.clock.now();
  relations::Mute wanted{.id = tx.next_id<FollowId>(now).value,
                         .account = who_id,
                         .target = target_id,
                         .hide_notifications = notifications,
                         .created_at = now};
  if (lasts) wanted.expires_at = now + *lasts;
  relations::put_mute(tx, wanted);
  if (notifications) store::notifications::remove_from(tx, who_id, target_id);
  renew_feed(tx, who);
  if (lasts) jobs::enqueue(tx, EndMutes{who_id}, {.run_at = *wanted.expires_at});
}

void unmute(App&, db::Tx& tx, AccountId who_id, AccountId target_id) {
  auto const [who, target] = load_both(tx, who_id, target_id);
  if (relations::remove_mute(tx, who_id, target_id)) renew_feed(tx, who);
}

awaitable<void> end_mutes(App& app, EndMutes what, jobs::Job const&) {
  co_await app.db.transact([&](db::Tx& tx) {
    if (relations::remove_ended_mutes(tx, what.account, app.clock.now())) jobs::enqueue(tx, DropFeed{what.account});
  });
}

void block_domain(App& app, db::Tx& tx, AccountId who_id, std::string const& domain) {
  if (!relations::insert_domain_block(tx, who_id, domain, app.clock.now())) return;
  auto const ended = relations::remove_all_with_domain(tx, who_id, domain);
  std::vector<AccountId> others;
  for (auto const* list : {&ended.follows, &ended.requests})
    for (auto const& follow : *list) others.push_back(follow.follower == who_id ? follow.target : follow.follower);
  std::unordered_map<AccountId, Account> accounts;
  for (auto& account : store::accounts::find_many(tx, others)) accounts.emplace(account.id, std::move(account));
  for (auto const* list : {&ended.follows, &ended.requests})
    for (auto const& follow : *list) {
      if (follow.follower == who_id)
        federation::send_unfollow(app, tx, who_id, accounts.at(follow.target), follow.uri);
      else
        federation::send_reject_follow(app, tx, who_id, accounts.at(follow.follower), follow.uri);
    }
  store::notifications::remove_from_domain(tx, who_id, domain);
  store::collections::part_from_domain(tx, who_id, domain);
  auto const followed =
      std::ranges::count_if(ended.follows, [&](auto const& follow) { return follow.follower == who_id; });
  tell_of_severance(app, tx, who_id,
                    {.cause = SeveranceCause::user_domain_block,
                     .target_name = domain,
                     .followers = static_cast<std::int64_t>(ended.follows.size()) - followed,
                     .following = followed});
  jobs::enqueue(tx, DropFeed{who_id});
}

void unblock_domain(App&, db::Tx& tx, AccountId who_id, std::string const& domain) {
  if (relations::remove_domain_block(tx, who_id, domain)) jobs::enqueue(tx, DropFeed{who_id});
}

void receive_account_removal(App&, db::Tx& tx, AccountId who) {
  auto const account = store::accounts::find(tx, who);
  if (!account || account->is_local()) return;
  if (auto files = store::accounts::remove(tx, who); !files.empty()) jobs::enqueue(tx, RemoveFiles{std::move(files)});
}

}  // namespace dunlin::actions
