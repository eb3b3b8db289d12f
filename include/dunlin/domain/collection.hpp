#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/domain/status.hpp"

namespace dunlin {

using CollectionId = Id<struct CollectionTag>;
using CollectionItemId = Id<struct CollectionItemTag>;

/// Whether an account agreed to stand in a collection. The numbers are stored.
enum class ItemState { pending = 0, accepted = 1, rejected = 2, revoked = 3 };
/// "pending", "accepted", …, as clients call it.
std::string_view to_text(ItemState state);

struct CollectionItem {
  CollectionItemId id;
  AccountId account;
  ItemState state = ItemState::pending;
  std::string uri;  // of the request to a remote account
  Timestamp created_at;
};

/// Accounts that somebody recommends, under a name.
struct Collection {
  CollectionId id;
  AccountId author;
  std::string uri;
  std::string url;  // the page; empty for none
  bool local = false;
  std::string name;
  std::string description;  // plain text
  std::string language;
  std::optional<Hashtag> tag;
  bool sensitive = false;
  bool discoverable = false;  // stands on its author's profile and may be found
  Timestamp created_at, updated_at;
  std::vector<CollectionItem> items;  // in their order
};

/// Accounts of this server let themselves be featured by saying that they want to be found; of others we do not
/// know before we ask.
inline bool may_be_featured(Account const& account) {
  return account.is_local() ? account.discoverable && !account.awaited : true;
}

inline constexpr std::size_t most_collection_items = 25;
inline constexpr std::size_t most_collections = 10;  // of one account
inline constexpr std::size_t most_collection_name = 40;
inline constexpr std::size_t most_collection_description = 100;

}  // namespace dunlin
