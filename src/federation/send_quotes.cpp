#include "dunlin/federation/send_quotes.hpp"

#include "dunlin/base/refusal.hpp"
#include "dunlin/federation/documents.hpp"
#include "dunlin/federation/send.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/store/records.hpp"

namespace dunlin::federation {
namespace {

constexpr std::string_view request_suffix = "#quote_request";

}  // namespace

std::string quote_request_uri(std::string_view quoting_uri) {
  return std::string(quoting_uri) + std::string(request_suffix);
}

std::optional<std::string> quoting_of_request(std::string_view request_uri) {
  if (!request_uri.ends_with(request_suffix)) return std::nullopt;
  request_uri.remove_suffix(request_suffix.size());
  return std::string(request_uri);
}

void send_quote_request(App& app, db::Tx& tx, Status const& quoting, Status const& quoted) {
  if (quoted.local || quoting.local_only) return;
  NoteParts const parts(app, tx, quoting);
  auto const note = vocabulary::write_note(urls(app.config), parts.source(), false);
  vocabulary::QuoteRequest const request{quote_request_uri(quoting.uri), parts.author->uri, quoted.uri, quoting.uri};
  send(app, tx, quoting.author, vocabulary::write_quote_request(request, note), Audience{.accounts = {quoted.author}});
}

void send_quote_answer(App& app, db::Tx& tx, Status const& quoted, AccountId asker,
                       vocabulary::QuoteRequest const& request, std::string const& stamp) {
  auto const author = store::existing_account(app.records, tx, quoted.author);
  bool const yes = !stamp.empty();
  auto const id = author->uri + (yes ? "#accepts" : "#rejects") + "/quotes/" +
                  std::to_string(tx.next_id<StatusId>(app.clock.now()).value);
  send(app, tx, author->id, vocabulary::write_quote_answer(yes ? "Accept" : "Reject", id, author->uri, request, stamp),
       Audience{.accounts = {asker}});
}

void send_quote_revoked(App& app, db::Tx& tx, Status const& quoted, Status const& quoting) {
  if (quoting.local && quoting.local_only) return;
  auto const author = store::existing_account(app.records, tx, quoted.author);
  vocabulary::Stamp const stamp{stamp_uri(app, quoted.author, quoting.id), author->uri, quoting.uri, quoted.uri};
  // Whoever follows either of them may show the quote.
  Audience const audience{.followers_of = {quoted.author, quoting.author}, .accounts = {quoting.author}};
  send(app, tx, quoted.author, vocabulary::write_stamp_removal(stamp), audience);
}

}  // namespace dunlin::federation
