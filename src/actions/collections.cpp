#include "dunlin/actions/collections.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

#include "compose.hpp"
#include "dunlin/actions/notify.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/domain/count.hpp"
#include "dunlin/domain/hashtags.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/collections.hpp"
#include "dunlin/store/relations.hpp"
#include "dunlin/store/tags.hpp"
#include "faults.hpp"

namespace dunlin::actions {
namespace {

namespace collections = store::collections;

void set_tag(App& app, db::Tx& tx, std::string const& typed, Collection& into, Faults& faults) {
  into.tag.reset();
  if (typed.empty()) return;
  auto const name = normalise_hashtag(typed);
  if (!name) return faults.add("tag_name", "Tag name", "ERR_INVALID", "is invalid");
  Hashtag const wanted{.id = {}, .name = *name, .display_name = typed.starts_with('#') ? typed.substr(1) : typed};
  auto found = store::tags::ensure(tx, std::array{wanted}, app.clock.now());
  if (!found.empty()) into.tag = std::move(found.front());
}

void apply(App& app, db::Tx& tx, CollectionChange const& change, Collection& to, Faults& faults) {
  if (change.name) to.name = tidy(*change.name);
  if (to.name.empty()) faults.add("name", "Name", "ERR_BLANK", "can't be blank");
  faults.too_long("name", "Name", count_graphemes(to.name), most_collection_name);
  if (change.description) to.description = tidy(*change.description);
  faults.too_long("description", "Description", count_graphemes(to.description), most_collection_description);
  if (change.language) {
    to.language = tidy_language(*change.language);
    if (to.language.empty() && !change.language->empty())
      faults.add("language", "Language", "ERR_INVALID", "is invalid");
  }
  if (change.sensitive) to.sensitive = *change.sensitive;
  if (change.discoverable) to.discoverable = *change.discoverable;
  if (change.tag) set_tag(app, tx, *change.tag, to, faults);
}

/// The author's own, with all who stand in it.
Collection own(db::Tx& tx, AccountId author, CollectionId id) {
  auto found = collections::find(tx, author, id);
  if (!found) throw not_found();
  if (found->author != author) throw forbidden();
  return *std::move(found);
}

/// Refuses accounts that are not here, and those that do not want to be featured, or not by this author.
std::vector<Account> featurable(db::Tx& tx, AccountId author, std::span<AccountId const> ids) {
  auto accounts = store::accounts::find_many(tx, ids);
  if (accounts.size() != ids.size()) throw not_found();
  auto const apart = store::relations::apart_from(tx, author, ids);
  for (auto const& account : accounts) {
    if (account.is_suspended() || account.awaited) throw not_found();
    if (!may_be_featured(account) || std::ranges::find(apart, account.id) != apart.end())
      throw Refusal{Refusal::Kind::forbidden, "This account cannot be added to collections"};
  }
  return accounts;
}

CollectionItem item_for(App& app, db::Tx& tx, Collection const& collection, Account const& account) {
  auto const now = app.clock.now();
  CollectionItem item{.id = tx.next_id<CollectionItemId>(now),
                      .account = account.id,
                      .state = account.is_local() ? ItemState::accepted : ItemState::pending,
                      .uri = {},
                      .created_at = now};
  if (!account.is_local()) item.uri = collection.uri + "/requests/" + to_string(item.id);
  return item;
}

}  // namespace

CollectionId create_collection(App& app, db::Tx& tx, AccountId author_id, CollectionChange const& change,
                               std::span<AccountId const> accounts) {
  auto const author = store::accounts::find(tx, author_id);
  if (!author) throw not_found();
  auto const now = app.clock.now();
  Collection made;
  made.id = tx.next_id<CollectionId>(now);
  made.author = author_id;
  made.local = true;
  made.uri = author->uri + "/collections/" + to_string(made.id);
  made.created_at = made.updated_at = now;
  Faults faults;
  apply(app, tx, change, made, faults);
  if (accounts.size() > most_collection_items)
    faults.add("collection_items", "Collection items", "ERR_TOO_MANY",
               fmt::format("are too many (maximum is {})", most_collection_items));
  if (collections::count(tx, author_id) >= static_cast<std::int64_t>(most_collections))
    faults.add("base", "", "ERR_TOO_MANY",
               fmt::format("You have too many collections (maximum is {})", most_collections));
  faults.throw_if_any();

  std::vector<AccountId> told;
  for (auto const& account : featurable(tx, author_id, accounts)) {
    made.items.push_back(item_for(app, tx, made, account));
    if (account.is_local()) told.push_back(account.id);
  }
  // As they were named, not as they were found.
  std::ranges::sort(made.items, {}, [&](CollectionItem const& item) {
    return std::ranges::find(accounts, item.account) - accounts.begin();
  });
  collections::insert(tx, made);
  notify_all(app, tx, told, "added_to_collection", author_id, {}, made.id.value);
  return made.id;
}

void change_collection(App& app, db::Tx& tx, AccountId author, CollectionId id, CollectionChange const& change) {
  auto collection = own(tx, author, id);
  Faults faults;
  apply(app, tx, change, collection, faults);
  faults.throw_if_any();
  collection.updated_at = app.clock.now();
  collections::update(tx, collection);
  notify_all(app, tx, collections::members(tx, id), "collection_update", author, {}, id.value);
}

void remove_collection(App&, db::Tx& tx, AccountId author, CollectionId id) {
  own(tx, author, id);
  collections::remove(tx, id);
}

CollectionItem add_to_collection(App& app, db::Tx& tx, AccountId author, CollectionId id, AccountId account_id) {
  auto const collection = own(tx, author, id);
  auto const account = featurable(tx, author, std::span(&account_id, 1)).front();
  Faults faults;
  if (collections::count_items(tx, id) >= static_cast<std::int64_t>(most_collection_items))
    faults.add("collection_items", "Collection items", "ERR_TOO_MANY",
               fmt::format("are too many (maximum is {})", most_collection_items));
  faults.throw_if_any();
  auto const item = item_for(app, tx, collection, account);
  if (!collections::insert_item(tx, id, item)) faults.add("account", "Account", "ERR_TAKEN", "has already been taken");
  faults.throw_if_any();
  if (account.is_local()) notify(app, tx, account_id, "added_to_collection", author, {}, id.value);
  return item;
}

void take_from_collection(App&, db::Tx& tx, AccountId author, CollectionId id, CollectionItemId item_id) {
  own(tx, author, id);
  auto const item = collections::find_item(tx, id, item_id);
  // Whoever took themselves out stays out: taking the row away would let them be put in again.
  if (!item || item->state == ItemState::revoked) throw not_found();
  collections::remove_item(tx, item_id);
  for (auto const* type : {"added_to_collection", "collection_update"})
    unnotify(tx, item->account, type, author, {}, id.value);
}

void leave_collection(App&, db::Tx& tx, AccountId who, CollectionId id, CollectionItemId item_id) {
  auto const collection = collections::find(tx, who, id);
  auto const item = collection ? collections::find_item(tx, id, item_id) : std::nullopt;
  if (!item) throw not_found();
  if (item->account != who) throw forbidden();
  collections::set_state(tx, item_id, ItemState::revoked);
  for (auto const* type : {"added_to_collection", "collection_update"})
    unnotify(tx, who, type, collection->author, {}, id.value);
}

}  // namespace dunlin::actions
