#pragma once
#include <optional>
#include <string>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/domain/filter.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

inline constexpr int most_filters = 400;  // of one account, as the next two
inline constexpr int most_filter_keywords = 4000;
inline constexpr int most_filter_statuses = 4000;
inline constexpr int most_filter_title_characters = 256;
inline constexpr int most_keyword_characters = 512;

/// One keyword as a form says it: a new one, or with an id one that is there.
struct KeywordDraft {
  FilterKeywordId id;
  std::optional<std::string> keyword;
  std::optional<bool> whole_word;
  bool removed = false;
};

/// What is said of a filter; what is not, stays.
struct FilterDraft {
  std::optional<std::string> title;
  std::optional<unsigned> contexts;
  std::optional<FilterAction> action;
  std::optional<std::optional<Duration>> lasts;  // nothing in it: for ever
  std::vector<KeywordDraft> keywords;
};

// All refuse (invalid) what has no title, context or keyword, or too much of it, and (not_found) what is not one's own.
// Those that return a filter return it whole.

Filter create_filter(App&, db::Tx&, AccountId who, FilterDraft const& draft);
Filter change_filter(App&, db::Tx&, AccountId who, FilterId id, FilterDraft const& draft);
void remove_filter(App&, db::Tx&, AccountId who, FilterId id);

FilterKeyword add_filter_keyword(App&, db::Tx&, AccountId who, FilterId filter, KeywordDraft const& draft);
FilterKeyword change_filter_keyword(App&, db::Tx&, AccountId who, KeywordDraft const& draft);
void remove_filter_keyword(App&, db::Tx&, AccountId who, FilterKeywordId id);

/// A status the viewer may see, once.
FilterStatus add_filter_status(App&, db::Tx&, AccountId who, FilterId filter, StatusId status);
void remove_filter_status(App&, db::Tx&, AccountId who, FilterStatusId id);

/// For clients of the first API, to whom each keyword is a filter of its own: changes a keyword and the filter around
/// it, which is refused (invalid) when other keywords share it and would change too.
Filter change_v1_filter(App&, db::Tx&, AccountId who, FilterDraft const& draft, KeywordDraft const& keyword);
/// Removes a keyword, and its filter when that was the last one.
void remove_v1_filter(App&, db::Tx&, AccountId who, FilterKeywordId id);

}  // namespace dunlin::actions
