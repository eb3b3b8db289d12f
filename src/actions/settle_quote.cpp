#include "dunlin/actions/settle_quote.hpp"

#include "dunlin/actions/notify.hpp"
#include "dunlin/actions/resolve_status.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/vocabulary/quotes.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/quotes.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/statuses.hpp"

namespace dunlin::actions {
namespace {

/// Both sides of a quote that still waits.
struct Waiting {
  Status quoting;
  Quote quote;
  store::quotes::Papers papers;
  bool deep = false;
};

std::optional<Waiting> waiting(db::Tx& tx, StatusId id) {
  auto status = store::statuses::find(tx, id);
  if (!status || status->local || !status->quote || status->quote->state != QuoteState::pending) return std::nullopt;
  auto const quote = *status->quote;
  return Waiting{std::move(*status), quote, store::quotes::papers(tx, id), !quote.of && store::quotes::is_deep(tx, id)};
}

/// Whether the stamp says that the author of the quoted status agreed; their own server must say so.
awaitable<bool> is_stamped(App& app, std::string stamp, std::string quoting, std::string quoted, std::string author) {
  auto const text = co_await federation::fetch_document(app, stamp);
  auto const document = text ? federation::vocabulary::parse(*text) : std::nullopt;
  auto const read = document ? federation::vocabulary::read_stamp(*document) : std::nullopt;
  co_return read && read->id == stamp && read->author == author && read->quoting == quoting && read->quoted == quoted;
}

}  // namespace

std::string SettleQuote::to_text() const {
  return to_string(quoting);
}

SettleQuote SettleQuote::from_text(std::string const& text) {
  return {parse_id<StatusId>(text).value_or(StatusId{})};
}

awaitable<void> settle_quote(App& app, SettleQuote job, jobs::Job const&) {
  auto const found =
      co_await app.db.read([&](db::Tx& tx) { return waiting(tx, job.quoting); }, db::Urgency::background);
  if (!found || found->deep || found->papers.uri.empty()) co_return;
  auto quote = found->quote;
  if (!quote.of) quote.of = co_await resolve_status(app, found->papers.uri);
  if (!quote.of) co_return;
  std::string author_uri, quoted_uri;
  bool local = false;
  co_await app.db.read(
      [&](db::Tx& tx) {
        auto const quoted = store::statuses_by_id(app.records, tx, {&quote.of, 1})[0];
        if (!quoted || quoted->boost_of) return;
        quote.author = quoted->author;
        quoted_uri = quoted->uri;
        local = quoted->local;
        auto const author = store::accounts_by_id(app.records, tx, {&quote.author, 1})[0];
        if (author) author_uri = author->uri;
      },
      db::Urgency::background);
  if (author_uri.empty()) co_return;
  bool agreed = quote.author == found->quoting.author;
  if (!agreed && !local && !found->papers.stamp.empty())
    agreed = co_await is_stamped(app, found->papers.stamp, found->quoting.uri, quoted_uri, author_uri);
  // With nothing new to say, an answer that came meanwhile must not be written over.
  if (!agreed && found->quote.of) co_return;
  if (agreed) quote.state = QuoteState::accepted;
  co_await app.db.transact(
      [&](db::Tx& tx) {
        // It may have been answered meanwhile.
        if (waiting(tx, job.quoting)) store::quotes::settle(tx, job.quoting, quote, found->papers, app.clock.now());
      },
      db::Urgency::background);
}

}  // namespace dunlin::actions
