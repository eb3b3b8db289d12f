#include "dunlin/domain/collection.hpp"

namespace dunlin {

std::string_view to_text(ItemState state) {
  switch (state) {
    case ItemState::pending:
      return "pending";
    case ItemState::accepted:
      return "accepted";
    case ItemState::rejected:
      return "rejected";
    case ItemState::revoked:
      return "revoked";
  }
  return "pending";
}

}  // namespace dunlin
