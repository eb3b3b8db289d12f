// Posts of other servers become statuses here.
#include "arrivals.hpp"

#include <algorithm>

#include "dunlin/actions/publish.hpp"
#include "dunlin/actions/receive.hpp"
#include "dunlin/actions/settle_quote.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/deeds.hpp"
#include "dunlin/store/quotes.hpp"
#include "dunlin/store/statuses.hpp"
#include "inbound.hpp"

namespace dunlin::actions {
namespace {

using federation::vocabulary::Note;

constexpr std::size_t most_local_addressees = 100;
constexpr Duration patience_for_mentions = std::chrono::seconds(30);

struct Met {
  std::vector<Mention> mentions;
  std::vector<std::string> missing;  // mentioned actors that are not here yet
};

/// Who is mentioned, and who of ours is addressed without being named.
Met meet(App& app, db::Tx& tx, Note const& note, Account const& author) {
  Met met;
  auto const add = [&](AccountId id, bool silent) {
    if (std::ranges::find(met.mentions, id, &Mention::account) == met.mentions.end())
      met.mentions.push_back({id, silent});
  };
  auto const known = note.mentioned.empty() ? std::vector<Account>() : store::accounts::by_uris(tx, note.mentioned);
  for (auto const& uri : note.mentioned) {
    auto const at = std::ranges::find(known, uri, &Account::uri);
    if (at != known.end())
      add(at->id, false);
    else if (!federation::is_ours(app.config, uri))
      met.missing.push_back(uri);
    else if (auto const account = local_account(app, tx, uri))
      add(account->id, false);
  }
  std::size_t addressed = 0;
  for (auto const* const list : {&note.addressing.to, &note.addressing.cc})
    for (auto const& uri : *list) {
      if (!federation::is_ours(app.config, uri) || ++addressed > most_local_addressees) continue;
      auto const at = std::ranges::find(known, uri, &Account::uri);
      if (at != known.end()) continue;
      if (auto const account = local_account(app, tx, uri)) add(account->id, true);
    }
  std::erase_if(met.mentions, [&](auto const& mention) { return mention.account == author.id; });
  return met;
}

bool names_somebody_here(db::Tx& tx, std::vector<Mention> const& mentions) {
  std::vector<AccountId> ids;
  for (auto const& mention : mentions) ids.push_back(mention.account);
  return !ids.empty() && std::ranges::any_of(store::accounts::find_many(tx, ids), &Account::is_local);
}

/// Whether anybody here would see it: what nobody needs is not kept.
bool is_needed(db::Tx& tx, Arrival const& arrival, Status const& status) {
  if (arrival.wanted || arrival.relayed || arrival.delivered_to) return true;
  std::vector<AccountId> followed{arrival.author.id};
  if (status.in_reply_to && is_open(status.visibility)) {
    auto const parent = store::statuses::find(tx, status.in_reply_to);
    if (parent && parent->local) return true;
    if (parent) followed.push_back(parent->author);
  }
  bool const for_followers = is_open(status.visibility) || status.visibility == Visibility::private_;
  if (for_followers && store::deeds::followed_here(tx, followed)) return true;
  return names_somebody_here(tx, status.mentions);
}

struct Stored {
  StatusId id;
  std::vector<std::string> missing;  // fetch these first, then try again
};

/// What is to be asked about a quote later.
void keep_papers(App& app, db::Tx& tx, StatusId id, federation::vocabulary::QuoteRead const& read) {
  auto const status = store::statuses::find(tx, id);
  if (!status || !status->quote || !store::quotes::papers(tx, id).uri.empty()) return;
  store::quotes::settle(tx, id, *status->quote, {read.uri, read.stamp}, app.clock.now());
  if (status->quote->state == QuoteState::pending) jobs::enqueue(tx, SettleQuote{id}, {.unique_key = to_string(id)});
}

Stored store(App& app, db::Tx& tx, Arrival const& arrival, bool last_try) {
  auto met = meet(app, tx, arrival.note, arrival.author);
  auto status = to_status(app, tx, arrival.note, arrival.author);
  status.mentions = std::move(met.mentions);
  if (!is_needed(tx, arrival, status)) return {};
  if (!met.missing.empty() && !last_try) return {{}, std::move(met.missing)};
  std::vector<AccountId> delivered_to;
  if (arrival.delivered_to) delivered_to.push_back(arrival.delivered_to);
  auto const id = receive_status(app, tx, status, delivered_to, arrival.wanted);
  // The reply does not wait for its parent, and stays when that cannot be had.
  if (id && !status.in_reply_to_uri.empty() && arrival.depth < most_ancestors)
    jobs::enqueue(tx, FetchParent{status.in_reply_to_uri, arrival.depth + 1}, {.unique_key = status.in_reply_to_uri});
  if (id && arrival.note.quote) keep_papers(app, tx, id, *arrival.note.quote);
  return {id, {}};
}

awaitable<void> fetch_mentioned(App& app, std::vector<std::string> uris) {
  auto const until = app.clock.now() + patience_for_mentions;
  for (auto const& uri : uris) {
    if (app.clock.now() > until) co_return;
    co_await federation::resolve_actor(app, uri);
  }
}

/// Ties a reply to its parent, as far as that is here. An open reply to a direct message stands alone: the
/// thread would tell everybody that the message exists.
void answer(App& app, db::Tx& tx, Note const& note, Status& status) {
  if (note.in_reply_to.empty()) return;
  auto const parent = known_status(app, tx, note.in_reply_to);
  if (!parent) {
    status.in_reply_to_uri = note.in_reply_to;
    return;
  }
  auto const visibility = store::statuses::find(tx, parent)->visibility;
  bool const secret = visibility == Visibility::direct || visibility == Visibility::limited;
  if (!secret || !is_open(status.visibility)) status.in_reply_to = parent;
}

/// What it quotes. Authors may always quote themselves; whether others agreed is found out later.
void cite(App& app, db::Tx& tx, Note const& note, Status& status) {
  if (!note.quote) return;
  Quote quote;
  if (note.quote->deleted) quote.state = QuoteState::deleted;
  if (auto const id = known_status(app, tx, note.quote->uri))
    if (auto const quoted = store::statuses::find(tx, id); quoted && !quoted->boost_of) {
      quote.of = id;
      quote.author = quoted->author;
      if (quoted->author == status.author && !note.quote->deleted) quote.state = QuoteState::accepted;
    }
  status.quote = std::move(quote);
}

/// The question it asks, if any.
void ask(db::Tx& tx, Note const& note, Status& status, Timestamp now) {
  if (!note.poll) return;
  status.poll = note.poll;
  status.poll->id = tx.next_id<PollId>(status.created_at);
  if (note.poll_closed && !status.poll->is_over(now)) status.poll->expires_at = now;
}

}  // namespace

Status to_status(App& app, db::Tx& tx, Note const& note, Account const& author) {
  auto const now = app.clock.now();
  Status status;
  status.author = author.id;
  status.uri = note.id;
  status.url = note.url;
  status.html = note.html;
  status.spoiler_text = note.spoiler_text;
  status.sensitive = note.sensitive;
  status.language = note.language;
  status.visibility = federation::vocabulary::visibility_of(note.addressing, author.followers_url, note.mentioned);
  // A clock ahead of ours must not pin a post on top of everything.
  status.created_at = note.published && *note.published <= now ? *note.published : now;
  if (note.was_edited()) status.edited_at = status.updated_at = *note.updated;
  status.emojis = note.emojis;
  status.tags = note.hashtags;
  status.media = note.media;
  for (auto& media : status.media) media.account = author.id;
  status.quote_policy = federation::vocabulary::quote_policy(note.quote_policy, author);
  ask(tx, note, status, now);
  cite(app, tx, note, status);
  answer(app, tx, note, status);
  return status;
}

awaitable<StatusId> store_arrival(App& app, Arrival arrival) {
  auto stored =
      co_await app.db.transact([&](db::Tx& tx) { return store(app, tx, arrival, false); }, db::Urgency::background);
  if (stored.missing.empty()) co_return stored.id;
  co_await fetch_mentioned(app, std::move(stored.missing));
  auto const again =
      co_await app.db.transact([&](db::Tx& tx) { return store(app, tx, arrival, true); }, db::Urgency::background);
  co_return again.id;
}

}  // namespace dunlin::actions
