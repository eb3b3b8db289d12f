#pragma once
#include "dunlin/domain/status.hpp"

namespace dunlin {

/// Where a viewer stands towards the author of a status.
struct Footing {
  AccountId viewer;      // none for anonymous
  bool local = false;    // the viewer's account is one of this server
  bool apart = false;    // one of the two blocks the other
  bool follows = false;  // the viewer follows the author
};

/// Who sees what: the one place that decides it (behaviours.md, "Visibility"). Of a boost, both it and what it
/// boosts must be seen. What is deleted, or by a suspended author, nobody sees: that is not asked here.
bool may_see(Status const& status, Footing const& footing);

}  // namespace dunlin
