#pragma once
#include "dunlin/app.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

/// Makes a status that is about to be posted quote another; returns that. What is not to be seen or must not be
/// quoted by its author is not found. What is quoted of one's own followers-only or local-only posts reaches no more
/// people than they do.
Status quote(App& app, db::Tx& tx, StatusId target, Status& status);
/// Whether somebody may quote a status they see.
QuoteApproval approval_of(App&, db::Tx&, Status const& target, AccountId who);
/// Asks the author of what a status that was just posted quotes, if that is on another server.
void ask_to_quote(App&, db::Tx&, Status const& status);
/// Refuses a direct message that quotes somebody who is not mentioned in it.
void check_quoted_is_mentioned(Status const& status);
/// Puts a link to what is quoted in front of the text, for readers that know no quotes.
void add_quote_link(Status& status, Status const& quoted);
/// The same, of a status that quotes already.
void add_quote_link(db::Tx& tx, Status& status);

/// What the author chose, as far as the visibility lets anybody quote it.
QuotePolicy policy_for(Visibility visibility, QuotePolicy chosen);

}  // namespace dunlin::actions
