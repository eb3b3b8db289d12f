#include "dunlin/domain/visibility.hpp"

namespace dunlin {

std::string_view to_text(Visibility visibility) {
  switch (visibility) {
    case Visibility::public_:
      return "public";
    case Visibility::unlisted:
      return "unlisted";
    case Visibility::private_:
    case Visibility::limited:
      return "private";
    case Visibility::direct:
      return "direct";
  }
  return "direct";  // a number nobody knows is shown to as few as possible
}

std::optional<Visibility> visibility_from(std::string_view text) {
  if (text == "public") return Visibility::public_;
  if (text == "unlisted") return Visibility::unlisted;
  if (text == "private") return Visibility::private_;
  if (text == "direct") return Visibility::direct;
  return std::nullopt;
}

}  // namespace dunlin
