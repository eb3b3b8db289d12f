#pragma once
#include <algorithm>
#include <string>
#include <string_view>

#include "dunlin/domain/ids.hpp"

namespace dunlin::federation {

/// Job (its work is of the actions): an actor's document says that it moved to another that is not known here.
struct FindTarget {
  static constexpr std::string_view kind = "find_move_target";
  AccountId account;
  std::string target;
  std::string to_text() const { return to_string(account) + " " + target; }
  static FindTarget from_text(std::string const& text) {
    auto const space = std::min(text.find(' '), text.size());
    auto const id = parse_id<AccountId>(std::string_view(text).substr(0, space));
    return {id.value_or(AccountId{}), text.substr(std::min(space + 1, text.size()))};
  }
};

}  // namespace dunlin::federation
