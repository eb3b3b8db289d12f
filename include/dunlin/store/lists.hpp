#pragma once
#include <optional>
#include <span>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/list.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/relations.hpp"

namespace dunlin::store::lists {

using db::Tx;

/// Of this owner; anybody else's is not found.
std::optional<List> find(Tx& tx, AccountId owner, ListId id);
/// Oldest first.
std::vector<List> of_owner(Tx& tx, AccountId owner);
/// Those of this owner's lists that this account is on, oldest first.
std::vector<List> with_member(Tx& tx, AccountId owner, AccountId member);

/// False, and nothing is written, when the owner has `most` already.
bool insert(Tx& tx, List const& list, int most, Timestamp now);
void update(Tx& tx, List const& list);
void remove(Tx& tx, ListId id);

/// Who stands in the way of becoming a member.
struct Candidates {
  int present = 0;      // accounts that the owner follows, asked to follow, or is
  int members = 0;      // of these, already on the list
  int all_members = 0;  // on the list, whoever they are
};
Candidates look_at(Tx& tx, List const& list, std::span<AccountId const> accounts);
/// Those of these that the owner follows, asked to follow, or is.
void add(Tx& tx, List const& list, std::span<AccountId const> accounts, Timestamp now);
void take_off(Tx& tx, ListId id, std::span<AccountId const> accounts);

/// Newest first, without those that are suspended.
std::vector<relations::Entry> members(Tx& tx, ListId id, Window const& window);

/// Statuses and boosts by the members, newest first: of those the list's owner wants of each of them, those the
/// replies policy lets through. Candidates, as in store::home. One to three queries.
std::vector<StatusId> page(Tx& tx, ListId id, Window const& window);
/// Those of these lists whose timeline has this status. One query.
std::vector<ListId> showing(Tx& tx, StatusId status, std::span<ListId const> lists);

}  // namespace dunlin::store::lists
