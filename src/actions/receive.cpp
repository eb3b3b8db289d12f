// The inbox table: what each activity of another server leads to (contract, section 8).
#include "dunlin/actions/receive.hpp"

#include "dunlin/actions/thread_walks.hpp"

#include <algorithm>
#include <array>

#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/statuses.hpp"
#include "inbound.hpp"

namespace dunlin::actions {
namespace {

using federation::vocabulary::Verb;

constexpr int receive_attempts = 8;
constexpr int receive_at_once = 8;
constexpr int fetches_at_once = 4;
constexpr int walks_at_once = 4;
constexpr int fetch_attempts = 3;

struct Entry {
  Verb verb;
  awaitable<void> (*action)(Inbound const&);
  bool from_suspended;  // suspended actors may still take back what they did
};

constexpr std::array<Entry, 19> table{{
    {Verb::create, receive_create, false},
    {Verb::update, receive_update, true},
    {Verb::delete_, receive_delete, true},
    {Verb::announce, receive_announce, false},
    {Verb::like, receive_like, false},
    {Verb::add, receive_add, false},
    {Verb::remove, receive_remove, false},
    {Verb::follow, receive_follow, false},
    {Verb::accept, receive_accept, false},
    {Verb::reject, receive_reject, true},
    {Verb::undo, receive_undo, true},
    {Verb::block, receive_block, false},
    {Verb::quote_request, receive_quote_request, false},
    {Verb::flag, receive_flag, false},
    {Verb::emoji_react, receive_emoji_reaction, false},
    {Verb::move, receive_move, false},
    {Verb::like_request, receive_request, false},
    {Verb::reply_request, receive_request, false},
    {Verb::announce_request, receive_request, false},
}};

awaitable<std::optional<Account>> actor_of(App& app, AccountId known, std::string const& uri) {
  if (known) {
    auto const record = co_await app.db.read(
        [&](db::Tx& tx) { return store::accounts_by_id(app.records, tx, {&known, 1})[0]; }, db::Urgency::background);
    if (record && record->uri == uri) co_return *record;
  }
  co_return co_await federation::resolve_actor(app, uri);
}

/// An id on another host would let one server fill in for, or block, the ids of another: it counts as none.
void drop_foreign_id(federation::vocabulary::Activity& activity) {
  if (!federation::same_host(activity.id, activity.actor)) activity.id.clear();
}

}  // namespace

std::string Receive::to_text() const {
  return dunlin::to_string(actor) + " " + dunlin::to_string(delivered_to) + " " + body;
}

Receive Receive::from_text(std::string const& text) {
  auto const first = text.find(' ');
  auto const second = text.find(' ', first + 1);
  std::string_view const view = text;
  return {parse_id<AccountId>(view.substr(0, first)).value_or(AccountId{}),
          parse_id<AccountId>(view.substr(first + 1, second - first - 1)).value_or(AccountId{}),
          text.substr(second + 1)};
}

awaitable<void> receive(App& app, Receive job, jobs::Job const&) {
  auto const document = federation::vocabulary::parse(job.body);
  auto activity = document ? federation::vocabulary::read_activity(*document) : std::nullopt;
  if (!activity) throw jobs::GiveUp("no activity");
  auto const entry = std::ranges::find(table, activity->verb, &Entry::verb);
  if (entry == table.end()) co_return;
  drop_foreign_id(*activity);
  auto const actor = co_await actor_of(app, job.actor, activity->actor);
  if (!actor) {
    // Somebody unknown who is gone has nothing here that could go with them.
    if (activity->verb == Verb::delete_) co_return;
    throw std::runtime_error("actor cannot be fetched");
  }
  if (actor->is_local() || (actor->is_suspended() && !entry->from_suspended)) co_return;
  co_await entry->action(Inbound{app, *activity, *actor, job.delivered_to});
}

std::optional<Account> local_account(App& app, db::Tx& tx, std::string_view uri) {
  auto const local = federation::parse_local(app.config, uri);
  if (!local || local->status || !(local->rest.empty())) return std::nullopt;
  auto account =
      local->account ? store::accounts::find(tx, *local->account) : store::accounts::by_handle(tx, local->username, "");
  if (account && !account->is_local()) return std::nullopt;
  return account;
}

StatusId known_status(App& app, db::Tx& tx, std::string_view uri) {
  if (auto const id = store::statuses::id_by_uri(tx, uri)) return *id;
  auto const local = federation::parse_local(app.config, uri);
  if (!local || !local->status) return {};
  auto const status = store::statuses::find(tx, *local->status);
  return status && status->local ? status->id : StatusId{};
}

Timestamp time_of(Inbound const& in) {
  auto const now = in.app.clock.now();
  return std::min(in.activity.published.value_or(now), now);
}

void add_receive_jobs(jobs::Queue& queue) {
  queue.add<Receive>(receive, {.at_once = receive_at_once, .attempts = receive_attempts, .keep_dead = false});
  queue.add<FetchParent>(fetch_parent, {.at_once = fetches_at_once, .attempts = fetch_attempts, .keep_dead = false});
  queue.add<WalkThread>(run_walk, {.at_once = walks_at_once, .attempts = 2, .keep_dead = false});
}

}  // namespace dunlin::actions
