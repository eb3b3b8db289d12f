#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"

namespace dunlin {

using FilterId = Id<struct FilterTag>;
using FilterKeywordId = Id<struct FilterKeywordTag>;
using FilterStatusId = Id<struct FilterStatusTag>;

/// What clients do with a status that matches. The numbers are stored.
enum class FilterAction { warn = 0, hide = 1, blur = 2 };

constexpr std::string_view to_text(FilterAction action) {
  return action == FilterAction::hide ? "hide" : action == FilterAction::blur ? "blur" : "warn";
}
constexpr std::optional<FilterAction> filter_action_from(std::string_view text) {
  for (auto const action : {FilterAction::warn, FilterAction::hide, FilterAction::blur})
    if (to_text(action) == text) return action;
  return std::nullopt;
}

/// Where clients heed a filter: bits of Filter::contexts, by name. The numbers are stored.
inline constexpr std::array<std::pair<std::string_view, unsigned>, 5> filter_contexts{
    {{"home", 1}, {"notifications", 2}, {"public", 4}, {"thread", 8}, {"account", 16}}};

struct FilterKeyword {
  FilterKeywordId id;
  std::string keyword;
  bool whole_word = true;
};

/// A status that a filter names.
struct FilterStatus {
  FilterStatusId id;
  StatusId status;
};

/// What somebody does not want to read unprepared. What matches is told to clients, never left out: they know where it
/// is shown.
struct Filter {
  FilterId id;
  AccountId account;
  std::string title;
  unsigned contexts = 0;
  FilterAction action = FilterAction::warn;
  std::optional<Timestamp> expires_at;
  std::vector<FilterKeyword> keywords;
  std::vector<FilterStatus> statuses;
};

}  // namespace dunlin
