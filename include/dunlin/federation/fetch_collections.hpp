#pragma once
#include <string>
#include <string_view>

#include "dunlin/domain/ids.hpp"

namespace dunlin::federation {

/// Job (its work is of the actions): reads what an actor's document only points to, its counts and pinned statuses.
struct FetchCollections {
  static constexpr std::string_view kind = "fetch_collections";
  AccountId account;
  std::string to_text() const { return to_string(account); }
  static FetchCollections from_text(std::string const& text) {
    return {parse_id<AccountId>(text).value_or(AccountId{})};
  }
};

}  // namespace dunlin::federation
