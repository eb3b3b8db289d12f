#include "dunlin/domain/sight.hpp"

#include <algorithm>

namespace dunlin {

bool may_see(Status const& status, Footing const& footing) {
  if (footing.viewer && status.author == footing.viewer) return true;
  if (footing.apart) return false;
  if (status.local_only && !footing.local) return false;
  if (is_open(status.visibility)) return true;
  if (!footing.viewer) return false;
  if (status.visibility == Visibility::private_ && footing.follows) return true;
  return std::ranges::find(status.mentions, footing.viewer, &Mention::account) != status.mentions.end();
}

}  // namespace dunlin
