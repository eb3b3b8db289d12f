#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "words.hpp"

namespace dunlin::web {

/// One line of what an application asks for, in words a person understands.
struct Permission {
  std::string what;    // "Read your bookmarks and lists"
  std::string detail;  // what that takes in; may be empty
  bool grave = false;  // deserves a second look
};

/// Scopes ("read write:statuses follow") as lines, umbrellas before single things.
std::vector<Permission> permissions(std::string_view scopes, Words const& words);

}  // namespace dunlin::web
