#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/domain/collection.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

/// What an author says of a collection; what is nothing stays as it is.
struct CollectionChange {
  std::optional<std::string> name, description;
  std::optional<std::string> language;  // empty for none
  std::optional<std::string> tag;       // a hashtag; empty for none
  std::optional<bool> sensitive, discoverable;
};

/// Makes one, with these accounts in it. Refuses bad names and tags (with details), too many of either, accounts
/// that are not here and such as may not be featured. Who is featured is told.
CollectionId create_collection(App&, db::Tx&, AccountId author, CollectionChange const& change,
                               std::span<AccountId const> accounts);
/// Changes it, and tells who stands in it. Refuses what is not the author's own.
void change_collection(App&, db::Tx&, AccountId author, CollectionId id, CollectionChange const& change);
void remove_collection(App&, db::Tx&, AccountId author, CollectionId id);

/// Adds somebody. An account of another server is asked first, and stands there as pending until it answers.
CollectionItem add_to_collection(App&, db::Tx&, AccountId author, CollectionId id, AccountId account);
void take_from_collection(App&, db::Tx&, AccountId author, CollectionId id, CollectionItemId item);
/// Somebody takes themselves out, for good. Refuses anybody else.
void leave_collection(App&, db::Tx&, AccountId who, CollectionId id, CollectionItemId item);

}  // namespace dunlin::actions
