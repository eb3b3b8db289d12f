// What follows from a status once it is committed: home feeds and notifications. These jobs may run twice.
#include <array>
#include <charconv>
#include <map>

#include "dunlin/actions/cards.hpp"
#include "dunlin/actions/indexing.hpp"
#include "dunlin/actions/notify.hpp"
#include "dunlin/actions/publish.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/audience.hpp"
#include "dunlin/store/direct.hpp"
#include "dunlin/store/quotes.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/status_search.hpp"
#include "dunlin/store/statuses.hpp"
#include "dunlin/timelines/feeds.hpp"

namespace dunlin::actions {
namespace {

namespace audience = store::audience;

constexpr int most_quoters = 500;  // who hear that what they quote was changed

std::vector<AccountId> named(Status const& status) {
  std::vector<AccountId> accounts;
  for (auto const& mention : status.mentions)
    if (!mention.silent) accounts.push_back(mention.account);
  return accounts;
}

void tell_of_edit(App& app, db::Tx& tx, Status const& status) {
  notify_all(app, tx, audience::boosters(tx, status.id), "update", status.author, status.id);
  if (auto const accounts = named(status); !accounts.empty())
    notify_all(app, tx, accounts, "mention", status.author, status.id);
  if (status.visibility == Visibility::direct) store::direct::add(tx, status.id);
  link_card(app, tx, status);
  if (status.quotes_count == 0) return;
  for (auto const& quoting : store::quotes::written_here(tx, status.id, most_quoters))
    notify(app, tx, quoting.author, "quoted_update", status.author, quoting.status);
}

void tell_quoted(App& app, db::Tx& tx, Status const& status) {
  if (status.quote && status.quote->state == QuoteState::accepted && status.quote->author)
    notify(app, tx, status.quote->author, "quote", status.author, status.id);
}

/// Writes notifications; returns in whose home feed it belongs.
std::vector<AccountId> tell(App& app, db::Tx& tx, Status const& status) {
  AccountId boosted;
  if (status.boost_of) {
    auto const original = store::statuses::find(tx, status.boost_of);
    if (!original) return {};
    boosted = original->author;
    notify(app, tx, boosted, "reblog", status.author, status.boost_of);
  } else if (auto const accounts = named(status); !accounts.empty()) {
    notify_all(app, tx, accounts, "mention", status.author, status.id);
  }
  if (status.visibility == Visibility::direct) store::direct::add(tx, status.id);
  tell_quoted(app, tx, status);
  if (!status.boost_of) link_card(app, tx, status);
  std::vector<AccountId> readers, curious;
  for (auto const& reader : audience::of_home(tx, status, boosted)) {
    if (!reader.elsewhere) readers.push_back(reader.account);
    if (reader.notify) curious.push_back(reader.account);
  }
  bool const answers_others = status.in_reply_to && status.in_reply_to_account != status.author;
  if (!curious.empty() && !status.boost_of && !answers_others)
    notify_all(app, tx, curious, "status", status.author, status.id);
  return readers;
}

StatusId id_from(std::string_view text) {
  return parse_id<StatusId>(text).value_or(StatusId{});
}

}  // namespace

std::string Distribute::to_text() const {
  return to_string(status) + (edited ? " edited" : "");
}

Distribute Distribute::from_text(std::string const& text) {
  auto const space = text.find(' ');
  return {.status = id_from(std::string_view(text).substr(0, space)), .edited = space != std::string::npos};
}

awaitable<void> distribute(App& app, Distribute what, jobs::Job const&) {
  auto const readers = co_await app.db.transact(
      [&](db::Tx& tx) -> std::vector<AccountId> {
        if (what.edited) {
          if (auto const status = store::statuses::find(tx, what.status)) {
            tell_of_edit(app, tx, *status);
            index(app, tx, *status);
          }
          return {};
        }
        // Whoever posted it was shown it a moment ago, so it is in memory.
        auto const status = store::statuses_by_id(app.records, tx, std::array{what.status})[0];
        if (!status) return {};  // gone again already
        index(app, tx, *status);
        return tell(app, tx, *status);
      },
      db::Urgency::background);
  if (!readers.empty()) co_await timelines::push(app, what.status, readers);
}

std::string Withdraw::to_text() const {
  return to_string(status);
}

Withdraw Withdraw::from_text(std::string const& text) {
  return {id_from(text)};
}

awaitable<void> withdraw(App& app, Withdraw what, jobs::Job const&) {
  auto const places = co_await app.db.transact(
      [&](db::Tx& tx) {
        store::status_search::remove(tx, what.status);
        return audience::of_removed(tx, what.status);
      },
      db::Urgency::background);
  std::map<StatusId, std::vector<AccountId>> readers;
  for (auto const& [status, account] : places) readers[status].push_back(account);
  for (auto const& [status, accounts] : readers) co_await timelines::remove(app, status, accounts);
}

}  // namespace dunlin::actions
