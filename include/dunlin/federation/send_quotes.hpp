#pragma once
#include "dunlin/app.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/federation/vocabulary/quotes.hpp"
#include "dunlin/platform/db/transaction.hpp"

/// What we send about quotes (contract, section 6.5).
namespace dunlin::federation {

/// Asks the author of a status of another server to let ours quote it. Call it once the quoting status has its uri.
void send_quote_request(App&, db::Tx&, Status const& quoting, Status const& quoted);
/// The id of the request for one of our statuses, and the status it is for.
std::string quote_request_uri(std::string_view quoting_uri);
std::optional<std::string> quoting_of_request(std::string_view request_uri);

/// Answers a request to quote a status of ours; with the id of the consent, or without one for no.
void send_quote_answer(App&, db::Tx&, Status const& quoted, AccountId asker, vocabulary::QuoteRequest const&,
                       std::string const& stamp);
/// Tells whoever quotes a status of ours that this is no longer wanted.
void send_quote_revoked(App&, db::Tx&, Status const& quoted, Status const& quoting);

}  // namespace dunlin::federation
