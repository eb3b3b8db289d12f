#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/domain/ids.hpp"

namespace dunlin {

using ListId = Id<struct ListTag>;

/// Whose answers to others a list shows: those to its members, to whomever its owner follows, or none but those to
/// the owner. The numbers are stored.
enum class RepliesPolicy { list = 0, followed = 1, none = 2 };

constexpr std::string_view to_text(RepliesPolicy policy) {
  switch (policy) {
    case RepliesPolicy::list:
      return "list";
    case RepliesPolicy::followed:
      return "followed";
    case RepliesPolicy::none:
      return "none";
  }
  return "list";
}

constexpr std::optional<RepliesPolicy> replies_policy_from(std::string_view text) {
  for (auto const policy : {RepliesPolicy::list, RepliesPolicy::followed, RepliesPolicy::none})
    if (to_text(policy) == text) return policy;
  return std::nullopt;
}

/// Some of those whom its owner follows, as a timeline of their own.
struct List {
  ListId id;
  AccountId account;  // its owner; nobody else knows of it
  std::string title;
  RepliesPolicy replies = RepliesPolicy::list;
  bool exclusive = false;  // what its members post is kept out of the owner's home feed
};

}  // namespace dunlin
