#pragma once
#include <optional>
#include <string_view>

namespace dunlin {

/// Who a status is for. The numbers are stored, and are Mastodon's own.
enum class Visibility { public_ = 0, unlisted = 1, private_ = 2, direct = 3, limited = 4 };

/// "public", "unlisted", "private", "direct"; limited shows as private (behaviours.md, "Visibility").
std::string_view to_text(Visibility);
/// The inverse; nothing for other words. "limited" cannot be asked for.
std::optional<Visibility> visibility_from(std::string_view);

/// Public and unlisted: seen by anybody, boosted by anybody.
constexpr bool is_open(Visibility v) {
  return v == Visibility::public_ || v == Visibility::unlisted;
}

}  // namespace dunlin
