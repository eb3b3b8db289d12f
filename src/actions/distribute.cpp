// What follows from a status once it is committed: home feeds and notifications. These jobs may run twice.
#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "dunlin/actions/cards.hpp"
#include "dunlin/actions/indexing.hpp"
#include "dunlin/actions/notify.hpp"
#include "dunlin/actions/publish.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/federation/send_relayed.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/audience.hpp"
#include "dunlin/store/direct.hpp"
#include "dunlin/store/quotes.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/status_search.hpp"
#include "dunlin/store/statuses.hpp"
#include "dunlin/timelines/feeds.hpp"
#include "dunlin/timelines/live.hpp"

namespace dunlin::actions {
namespace {

namespace audience = store::audience;
using timelines::LiveEvent;

/// What is older than this when it arrives is no news on open screens.
constexpr auto live_window = std::chrono::hours(6);
constexpr int most_quoters = 500;  // who hear that what they quote was changed

std::vector<AccountId> named(Status const& status) {
  std::vector<AccountId> accounts;
  for (auto const& mention : status.mentions)
    if (!mention.silent) accounts.push_back(mention.account);
  return accounts;
}

/// Puts a direct post into the threads of those it is for, and onto their screens.
void add_to_talks(App& app, db::Tx& tx, Status const& status) {
  if (status.visibility != Visibility::direct) return;
  auto whose = store::direct::add(tx, status.id);
  if (whose.empty()) return;
  tx.after_commit([&app, id = status.id, whose = std::move(whose)] {
    app.live.publish({.kind = LiveEvent::Kind::talk, .status = id, .readers = whose});
  });
}

/// What open screens are told of it; nothing when it is old.
std::optional<LiveEvent> live_event(App& app, db::Tx& tx, LiveEvent::Kind kind, Status const& status,
                                    std::vector<AccountId> readers) {
  if (status.created_at + live_window < app.clock.now() && kind == LiveEvent::Kind::status) return std::nullopt;
  auto const author = store::accounts_by_id(app.records, tx, std::array{status.author})[0];
  if (!author) return std::nullopt;
  return event_of(kind, status, *author, std::move(readers));
}

/// Who sees it changed: those who have it at home, and those it names.
std::vector<AccountId> watchers(db::Tx& tx, Status const& status) {
  auto accounts = named(status);
  for (auto const& reader : audience::of_home(tx, status, {}))
    if (!reader.elsewhere) accounts.push_back(reader.account);
  std::ranges::sort(accounts);
  accounts.erase(std::ranges::unique(accounts).begin(), accounts.end());
  return accounts;
}

/// Whose home feed a changed status may enter now: it may have a hashtag more, and those who follow that had it not.
/// Those who had it keep it as it is.
std::vector<AccountId> newly_tagged(db::Tx& tx, Status const& status) {
  std::vector<AccountId> accounts;
  if (status.tags.empty() || status.visibility != Visibility::public_) return accounts;
  for (auto const& reader : audience::of_home(tx, status, {}))
    if (!reader.elsewhere) accounts.push_back(reader.account);
  return accounts;
}

void tell_of_edit(App& app, db::Tx& tx, Status const& status) {
  notify_all(app, tx, audience::boosters(tx, status.id), "update", status.author, status.id);
  if (auto const accounts = named(status); !accounts.empty())
    notify_all(app, tx, accounts, "mention", status.author, status.id);
  add_to_talks(app, tx, status);
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
  add_to_talks(app, tx, status);
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
  struct Told {
    std::vector<AccountId> readers;  // whose home feeds it enters
    std::optional<LiveEvent> event;
  };
  auto const told = co_await app.db.transact(
      [&](db::Tx& tx) -> Told {
        if (what.edited) {
          auto const status = store::statuses::find(tx, what.status);
          if (!status) return {};
          tell_of_edit(app, tx, *status);
          federation::relay_updated(app, tx, *status);
          index(app, tx, *status);
          auto event = live_event(app, tx, LiveEvent::Kind::edit, *status, watchers(tx, *status));
          return {newly_tagged(tx, *status), std::move(event)};
        }
        // Whoever posted it was shown it a moment ago, so it is in memory.
        auto const status = store::statuses_by_id(app.records, tx, std::array{what.status})[0];
        if (!status) return {};  // gone again already
        index(app, tx, *status);
        auto readers = tell(app, tx, *status);
        federation::relay_created(app, tx, *status);
        auto event = live_event(app, tx, LiveEvent::Kind::status, *status, readers);
        return {std::move(readers), std::move(event)};
      },
      db::Urgency::background);
  if (!told.readers.empty()) co_await timelines::push(app, what.status, told.readers);
  if (told.event) app.live.publish(*told.event);
}

std::string Withdraw::to_text() const {
  return to_string(status);
}

Withdraw Withdraw::from_text(std::string const& text) {
  return {id_from(text)};
}

awaitable<void> withdraw(App& app, Withdraw what, jobs::Job const&) {
  LiveEvent gone{.kind = LiveEvent::Kind::removal, .status = what.status};
  auto const places = co_await app.db.transact(
      [&](db::Tx& tx) {
        store::status_search::remove(tx, what.status);
        auto trace = audience::trace_of(tx, what.status);
        gone.is_public = trace.is_public;
        gone.is_local = trace.is_local;
        gone.tags = std::move(trace.tags);
        return audience::of_removed(tx, what.status);
      },
      db::Urgency::background);
  std::map<StatusId, std::vector<AccountId>> readers{{what.status, {}}};
  for (auto const& [status, account] : places) readers[status].push_back(account);
  for (auto& [status, accounts] : readers) {
    if (!accounts.empty()) co_await timelines::remove(app, status, accounts);
    LiveEvent event = status == what.status ? gone : LiveEvent{.kind = LiveEvent::Kind::removal, .status = status};
    event.readers = std::move(accounts);
    app.live.publish(std::move(event));
  }
}

}  // namespace dunlin::actions
