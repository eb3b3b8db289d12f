#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::api::mastodon::entities {

/// A finished JSON value that several answers may share: JsonWriter::raw(*piece).
using Piece = std::shared_ptr<std::string const>;

/// The Account entity (Account.schema.json). It is the same for every viewer, so it is rendered once and kept in
/// app.records until the account changes. Pass the record as store::accounts_by_id gave it.
Piece account(App& app, Account const& account);

/// Of many at once, in the order and length asked for, null for those that are missing. At most one query for
/// what is not in memory (two when an account has moved).
std::vector<Piece> accounts(App& app, db::Tx& tx, std::span<AccountId const> ids);

/// The same as one JSON list, the missing left out.
std::string account_list(App& app, db::Tx& tx, std::span<AccountId const> ids);

/// The entity without a look at any cache: for answers about what this very transaction changed. `moved` may be
/// null.
std::string render_account(App const& app, Account const& account, Account const* moved = nullptr);
/// Its members alone, to be spliced into a larger object with JsonWriter::raw_members.
std::string account_members(App const& app, Account const& account, Account const* moved = nullptr);

/// "2026-11-22T23:25:24.123+00:00": profile fields alone show their time like this.
std::string iso8601_with_offset(Timestamp when);

/// The entity as memory has it, for everybody to see; null when it must be read.
Piece account_from_memory(App& app, AccountId id);

/// Where the picture is; the server's own when the account has none.
std::string avatar_url(App const& app, Account const& account);
std::string header_url(App const& app, Account const& account);

}  // namespace dunlin::api::mastodon::entities
