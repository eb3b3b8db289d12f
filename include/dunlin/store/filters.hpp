#pragma once
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "dunlin/domain/filter.hpp"
#include "dunlin/domain/filtering.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/records.hpp"

// Every write announces a change of the owner's filters.
namespace dunlin::store::filters {

using db::Tx;

/// With keywords and statuses, oldest first. One query when there are none, else three.
std::vector<Filter> of_account(Tx& tx, AccountId who);
/// Of this owner; anybody else's is not found.
std::optional<Filter> find(Tx& tx, AccountId who, FilterId id);
/// The whole filter that such a keyword or status belongs to.
std::optional<Filter> with_keyword(Tx& tx, AccountId who, FilterKeywordId id);
std::optional<Filter> with_status(Tx& tx, AccountId who, FilterStatusId id);

/// How many somebody has.
struct Counts {
  int filters = 0, keywords = 0, statuses = 0;
};
Counts count(Tx& tx, AccountId who);

/// Without keywords and statuses.
void insert(Tx& tx, Filter const& filter, Timestamp now);
void update(Tx& tx, Filter const& filter);
void remove(Tx& tx, AccountId who, FilterId id);

/// Inserts them, or changes those that are there.
void put_keywords(Tx& tx, AccountId who, FilterId filter, std::span<FilterKeyword const> keywords);
void remove_keywords(Tx& tx, AccountId who, FilterId filter, std::span<FilterKeywordId const> ids);
/// False when the filter names this status already.
bool insert_status(Tx& tx, AccountId who, FilterId filter, FilterStatus const& status);
void remove_status(Tx& tx, AccountId who, FilterId filter, FilterStatusId id);

/// All filters of a viewer, ready to be asked: from memory, or from the database if there is one to ask. Nothing when
/// neither knows.
std::shared_ptr<FilterSet const> of_viewer(Records& records, Tx* tx, AccountId viewer);

}  // namespace dunlin::store::filters
