#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/filter.hpp"
#include "dunlin/domain/status.hpp"

namespace dunlin {

/// What keywords are looked for in: content warning, text, descriptions of media, choices of a poll; as one reads them.
std::string filterable_text(Status const& status);
/// The same text in the form in which keywords are compared: code points one to one, case folded.
std::string folded(std::string_view text);

/// What of a status one filter found.
struct FilterMatch {
  Filter const* filter = nullptr;  // of the set; without keywords and statuses
  /// Where in the folded text the first keyword stands, in bytes.
  std::optional<std::pair<std::size_t, std::size_t>> keyword;  // from, length
  std::vector<StatusId> statuses;                              // those that the filter names
};

/// All filters of one account, made ready to be asked often.
class FilterSet {
 public:
  explicit FilterSet(std::vector<Filter> filters = {});
  bool empty() const { return filters_.empty(); }
  /// Whether anything is looked for in texts.
  bool reads_texts() const { return reads_texts_; }

  /// `named` are the ids under which a status is known: its own, and of a boost that of what it boosts.
  std::vector<FilterMatch> matches(std::string_view folded_text, std::span<StatusId const> named, Timestamp now) const;

  /// An estimate.
  std::size_t bytes() const;

 private:
  struct Keyword {
    std::string text;                         // folded
    bool from_edge = false, to_edge = false;  // begins and ends where a word does
  };
  struct Ready {
    Filter filter;
    std::vector<Keyword> keywords;
    std::vector<StatusId> statuses;  // sorted
  };
  static std::size_t find(std::string_view text, Keyword const& keyword);
  std::vector<Ready> filters_;
  bool reads_texts_ = false;
};

/// The piece of a text, as it is written there, that stands at this place of its folded form.
std::string unfolded(std::string_view text, std::string_view folded_text, std::pair<std::size_t, std::size_t> place);

}  // namespace dunlin
