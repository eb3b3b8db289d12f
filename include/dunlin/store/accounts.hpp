#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/account.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store::accounts {

using db::Tx;

std::optional<Account> find(Tx& tx, AccountId id);
/// In no particular order; missing ids are left out. One query.
std::vector<Account> find_many(Tx& tx, std::span<AccountId const> ids);
/// By handle, case-insensitively; empty domain for local accounts.
std::optional<Account> by_handle(Tx& tx, std::string_view username, std::string_view domain);
/// By several handles at once ("name" or "name@domain", lower-cased). One query.
std::vector<Account> by_handles(Tx& tx, std::span<std::string const> accts);
/// By actor id.
std::optional<Account> by_uri(Tx& tx, std::string_view uri);
/// By actor id, or else by the address of the profile page.
std::optional<Account> by_address(Tx& tx, std::string_view url);
std::vector<Account> by_uris(Tx& tx, std::span<std::string const> uris);

/// Notes where storage keeps the new picture ("" for none); returns where the former one is.
std::string replace_avatar_file(Tx& tx, AccountId id, std::string_view file);
std::string replace_header_file(Tx& tx, AccountId id, std::string_view file);
/// The account as it is, nobody else's to change until the transaction ends.
std::optional<Account> lock(Tx& tx, AccountId id);
/// Marks the fields that still have these sources as verified.
void verify_fields(Tx& tx, AccountId id, std::span<std::string const> sources, Timestamp when);

/// What a search for accounts asks. `username` and `domain` are beginnings; with a domain the display name is not
/// looked at.
struct Search {
  std::string username;
  std::string domain;      // empty for any
  AccountId viewer;        // who looks, maybe nobody: those blocked either way are left out
  bool following = false;  // only whom the viewer follows
  int limit = 40;
  int offset = 0;
};
/// Best first: whole names, then whom the viewer follows, then the most followed.
std::vector<AccountId> search(Tx& tx, Search const& what);

/// Removes an account with all that it did, takes it off other accounts' and statuses' counters, and announces
/// every change. Returns the keys of its files in the storage, which nothing names any more.
[[nodiscard]] std::vector<std::string> remove(Tx& tx, AccountId id);

/// Inserts account and counters; the id must be set. Throws db::UniqueViolation on a taken handle or uri.
void insert(Tx& tx, Account const& account);
/// Writes every member but id, uri, counters and created_at, and announces the change.
void update(Tx& tx, Account const& account);

/// Adds to the counters (negative to subtract) and announces the change.
void count_status(Tx& tx, AccountId id, int by, Timestamp when);
void count_follow(Tx& tx, AccountId follower, AccountId target, int by);

}  // namespace dunlin::store::accounts
