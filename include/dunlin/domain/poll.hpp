#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"

namespace dunlin {

// What a poll of this server may be (behaviours.md, "Polls").
inline constexpr std::size_t least_poll_options = 2, most_poll_options = 4;
inline constexpr std::size_t most_option_characters = 50;
inline constexpr std::int64_t shortest_poll = 300, longest_poll = 2'629'746;  // seconds

struct PollOption {
  std::string title;
  std::int64_t votes = 0;
};

/// A question that a status asks. Options are counted from 0.
struct Poll {
  PollId id;
  std::vector<PollOption> options;
  bool multiple = false;     // several options may be chosen
  bool hide_totals = false;  // until it is over, nobody is shown what others chose
  std::optional<Timestamp> expires_at;
  std::optional<std::int64_t> voters_count;  // nothing where the origin does not say

  bool is_over(Timestamp now) const { return expires_at && *expires_at <= now; }
  std::int64_t votes_count() const {
    std::int64_t all = 0;
    for (auto const& option : options) all += option.votes;
    return all;
  }
};

/// The same options to choose from, so that votes for one are votes for the other.
inline bool is_same_question(Poll const& a, Poll const& b) {
  return a.multiple == b.multiple &&
         std::ranges::equal(a.options, b.options, {}, &PollOption::title, &PollOption::title);
}

/// A poll as somebody asks for it.
struct PollDraft {
  std::vector<std::string> options;
  std::optional<std::int64_t> seconds;  // from the moment it is posted; none in an edit: it ends as it would have
  bool multiple = false;
  bool hide_totals = false;
};

}  // namespace dunlin
