// From an audience to one delivery for each distinct inbox.
#include <algorithm>
#include <charconv>
#include <cstring>

#include <fmt/core.h>

#include "dunlin/federation/deliver.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/deliveries.hpp"
#include "dunlin/store/outgoing.hpp"
#include "dunlin/store/seen.hpp"
#include "expand.hpp"

namespace dunlin::federation {
namespace {

constexpr int most_inboxes = 200'000;
constexpr Duration delivered_kept_for = std::chrono::days(2), failed_kept_for = std::chrono::days(14);
constexpr Duration outgoing_lifetime = std::chrono::days(8);  // longer than the last retry

store::outgoing::Recipients recipients(Audience const& audience) {
  return {audience.followers_of, audience.accounts, audience.interested_in, audience.every_known_server,
          audience.in_person};
}

/// The same for the same kind of job, sender and inbox, in every process. Two that happen to share a number only
/// wait for each other.
std::int64_t chain_of(std::string_view kind, AccountId sender, std::string_view inbox) {
  auto const hash = crypto::sha256(fmt::format("{} {} {}", kind, to_string(sender), inbox));
  std::int64_t chain = 0;
  std::memcpy(&chain, hash.data(), sizeof chain);
  return chain;
}

/// What one actor sends to one inbox arrives in the order it was made.
void enqueue_deliveries(db::Tx& tx, store::outgoing::ActivityId activity, AccountId sender, bool bulk,
                        std::span<std::string const> inboxes) {
  auto const kind = bulk ? DeliverBulk::kind : Deliver::kind;
  std::vector<jobs::New> deliveries;
  deliveries.reserve(inboxes.size());
  for (auto const& inbox : inboxes)
    deliveries.push_back({Deliver{activity, inbox}.to_text(), host_of(inbox), chain_of(kind, sender, inbox)});
  jobs::enqueue_many(tx, kind, deliveries);
}

std::string joined(std::vector<AccountId> const& ids) {
  std::string text;
  for (auto const id : ids) text += (text.empty() ? "" : ",") + to_string(id);
  return text;
}

std::vector<AccountId> split(std::string_view text) {
  std::vector<AccountId> ids;
  while (!text.empty()) {
    auto const end = std::min(text.find(','), text.size());
    if (auto const id = parse_id<AccountId>(text.substr(0, end))) ids.push_back(*id);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return ids;
}

std::string_view take_word(std::string_view& text) {
  auto const end = std::min(text.find(' '), text.size());
  auto const word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

}  // namespace

std::string Deliver::to_text() const {
  return to_string(activity) + " " + inbox;
}

Deliver Deliver::from_text(std::string const& text) {
  std::string_view rest = text;
  auto const id = parse_id<store::outgoing::ActivityId>(take_word(rest));
  return {id.value_or(store::outgoing::ActivityId{}), std::string(rest)};
}

/// "activity followers accounts status everybody person bulk"; lists by commas.
std::string Broadcast::to_text() const {
  return to_string(activity) + " " + joined(audience.followers_of) + " " + joined(audience.accounts) + " " +
         to_string(audience.interested_in) + " " + (audience.every_known_server ? "1" : "0") + " " +
         (audience.in_person ? "1 " : "0 ") + (audience.bulk ? "1" : "0");
}

Broadcast Broadcast::from_text(std::string const& text) {
  std::string_view rest = text;
  Broadcast job;
  job.activity = parse_id<store::outgoing::ActivityId>(take_word(rest)).value_or(store::outgoing::ActivityId{});
  job.audience.followers_of = split(take_word(rest));
  job.audience.accounts = split(take_word(rest));
  job.audience.interested_in = parse_id<StatusId>(take_word(rest)).value_or(StatusId{});
  job.audience.every_known_server = take_word(rest) == "1";
  job.audience.in_person = take_word(rest) == "1";
  job.audience.bulk = take_word(rest) == "1";
  return job;
}

std::vector<std::string> first_inboxes(db::Tx& tx, Audience const& audience) {
  return store::outgoing::inboxes(tx, recipients(audience), most_at_once + 1);
}

void dispatch(App& app, db::Tx& tx, AccountId sender, std::string activity, Audience const& audience,
              std::span<std::string const> inboxes) {
  auto const now = app.clock.now();
  auto const id = tx.next_id<store::outgoing::ActivityId>(now);
  store::outgoing::insert(tx, id, {sender, std::move(activity), audience.synchronizes}, now);
  if (inboxes.size() > most_at_once)
    jobs::enqueue(tx, Broadcast{id, audience}, {.chain = chain_of(Broadcast::kind, sender, {})});
  else
    enqueue_deliveries(tx, id, sender, audience.bulk, inboxes);
}

awaitable<void> broadcast(App& app, Broadcast job, jobs::Job const& queued) {
  // Deliveries must not double when this job runs twice: its unique mark is written with them.
  auto const mark = "broadcast " + std::to_string(queued.id);
  co_await app.db.transact(
      [&](db::Tx& tx) {
        if (!store::seen::insert(tx, crypto::sha256(mark), app.clock.now())) return;
        auto const activity = store::outgoing::find(tx, job.activity);
        if (!activity) return;
        enqueue_deliveries(tx, job.activity, activity->sender, job.audience.bulk,
                           store::outgoing::inboxes(tx, recipients(job.audience), most_inboxes));
      },
      db::Urgency::background);
}

awaitable<void> sweep(App& app, Sweep, jobs::Job const&) {
  auto const now = app.clock.now();
  co_await app.db.transact(
      [&](db::Tx& tx) {
        store::deliveries::sweep(tx, now - delivered_kept_for, now - failed_kept_for);
        store::outgoing::sweep(tx, now - outgoing_lifetime);
        store::seen::sweep(tx, now - store::seen::lifetime);
      },
      db::Urgency::background);
  throw jobs::Later(now + std::chrono::days(1));
}

void schedule_sweep(db::Tx& tx) {
  jobs::enqueue(tx, Sweep(), {.unique_key = "daily"});
}

}  // namespace dunlin::federation
