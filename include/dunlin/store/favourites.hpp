#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/relations.hpp"

// What accounts do to statuses without writing any: favourites, bookmarks, pins, muted conversations.
namespace dunlin::store {

using db::Tx;

/// One row of a list of statuses: which, and the id of the joining row, by which the list is paged.
struct StatusEntry {
  std::int64_t cursor = 0;
  StatusId status;
};
namespace favourites {

struct Favourite {
  FavouriteId id;
  AccountId account;
  StatusId status;
  std::string uri;  // of the Like; empty for local ones
};

/// What came of it, and what the account has done to the status, this included: an answer shows both, and asking
/// once costs less than asking twice.
struct Made {
  bool is_new = false;  // there was none yet
  Deeds deeds;
};
struct Gone {
  std::optional<Favourite> favourite;  // nothing when there was none
  Deeds deeds;
};
/// Inserts it and counts it. The conversation is the status', for whether it is muted.
Made insert(Tx& tx, Favourite const& favourite, ConversationId conversation, Timestamp when);
/// Removes it and uncounts it.
Gone remove(Tx& tx, AccountId who, StatusId status, ConversationId conversation = {});
/// By the Like's uri.
std::optional<Favourite> by_uri(Tx& tx, AccountId who, std::string_view uri);

/// Newest first. Of accounts, those that are suspended or blocked either way are left out.
std::vector<StatusEntry> of_account(Tx& tx, AccountId who, Window const& window);
std::vector<relations::Entry> of_status(Tx& tx, StatusId status, AccountId viewer, Window const& window);
/// Who boosted it, by boosts that anybody may see; cursors are boosts.
std::vector<relations::Entry> boosters(Tx& tx, StatusId status, AccountId viewer, Window const& window);

}  // namespace favourites

namespace bookmarks {

void insert(Tx& tx, AccountId who, StatusId status, Timestamp when);
void remove(Tx& tx, AccountId who, StatusId status);
std::vector<StatusEntry> of_account(Tx& tx, AccountId who, Window const& window);

}  // namespace bookmarks

namespace pins {

/// Pins it unless that would be more than `most`; pinning again changes nothing. False when there are too many.
bool insert(Tx& tx, AccountId who, StatusId status, int most, Timestamp when);
bool remove(Tx& tx, AccountId who, StatusId status);
/// Newest pin first, at most 100.
std::vector<StatusId> of_account(Tx& tx, AccountId who);

}  // namespace pins

namespace conversation_mutes {

void insert(Tx& tx, AccountId who, ConversationId conversation);
void remove(Tx& tx, AccountId who, ConversationId conversation);

}  // namespace conversation_mutes
}  // namespace dunlin::store
