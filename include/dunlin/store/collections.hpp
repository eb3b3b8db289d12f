#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "dunlin/domain/collection.hpp"
#include "dunlin/platform/db/transaction.hpp"

// Collections of accounts. What a reader gets has the items that the viewer (none for anonymous) may see: the
// author sees who was asked and has not answered; nobody sees whom a block stands between.
namespace dunlin::store::collections {

using db::Tx;

/// In the order asked for, unknown ones and those of suspended authors left out. Two queries.
std::vector<Collection> find_many(Tx& tx, AccountId viewer, std::span<CollectionId const> ids);
std::optional<Collection> find(Tx& tx, AccountId viewer, CollectionId id);
/// The one with this uri, or whose page is there.
std::optional<CollectionId> by_address(Tx& tx, std::string_view address);

/// A page of a list, newest first.
struct Slice {
  int offset = 0, limit = 40;
};
/// Of one account: all to itself, to others those that want to be found. Two queries.
std::vector<Collection> by_author(Tx& tx, AccountId author, AccountId viewer, Slice slice);
/// Those an account stands in, but those of authors it is apart from. Two queries.
std::vector<Collection> featuring(Tx& tx, AccountId account, Slice slice);
/// Of these, the ones of this author.
std::vector<std::int64_t> owned(Tx& tx, AccountId author, std::span<std::int64_t const> ids);

/// How many the account has.
std::int64_t count(Tx& tx, AccountId author);
/// Inserts the collection and its items.
void insert(Tx& tx, Collection const& collection);
/// Writes what an author may change, not the items.
void update(Tx& tx, Collection const& collection);
/// Removes it and the news of it.
void remove(Tx& tx, CollectionId id);

/// Adds one at the end; false when the account stands in it already, or once did and took itself out.
bool insert_item(Tx& tx, CollectionId collection, CollectionItem const& item);
std::optional<CollectionItem> find_item(Tx& tx, CollectionId collection, CollectionItemId id);
/// How many are in it or asked to be.
std::int64_t count_items(Tx& tx, CollectionId collection);
void remove_item(Tx& tx, CollectionItemId id);
void set_state(Tx& tx, CollectionItemId id, ItemState state);
/// Local accounts that stand in it.
std::vector<AccountId> members(Tx& tx, CollectionId collection);
/// Takes each out of the other's collections: after a block.
void part(Tx& tx, AccountId one, AccountId other);
/// The same of an account and everybody of a domain.
void part_from_domain(Tx& tx, AccountId account, std::string_view domain);

}  // namespace dunlin::store::collections
