#pragma once
#include "dunlin/actions/publish.hpp"
#include "dunlin/domain/account.hpp"

// The steps of posting, shared by what is posted now and what waits for its time.
namespace dunlin::actions {

/// Tidies a draft and refuses what needs no look at the database.
void check_draft(App const& app, Draft& draft);

/// Who may post as this account; refuses everybody else (not_found).
Account author_of(App& app, db::Tx& tx, AccountId id);

/// The status a checked draft asks for: defaults filled in, composed, everything refused that can be. Has no id yet
/// and is not inserted.
Status make_status(App& app, db::Tx& tx, Account const& author, Draft const& draft, Timestamp now);

/// Inserts it under an id of this moment and tells of it.
void put_out(App& app, db::Tx& tx, Account const& author, Status& status, Timestamp now);

}  // namespace dunlin::actions
