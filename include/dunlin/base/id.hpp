#pragma once
#include <charconv>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace dunlin {

/// A 64-bit, time-sorted identifier (milliseconds << 16 | sequence) of one kind of thing, so that an account's
/// id can never be passed where a status' is wanted. Zero means none. On the wire it is a decimal string.
template <class Tag>
struct Id {
  std::int64_t value = 0;
  friend constexpr auto operator<=>(Id, Id) = default;
  constexpr explicit operator bool() const { return value != 0; }
};

/// Decimal digits, as every API shows ids.
template <class Tag>
std::string to_string(Id<Tag> id) {
  return std::to_string(id.value);
}

/// A positive decimal id of at most 19 digits, or nothing: ids from outside are never trusted.
template <class AnyId>
std::optional<AnyId> parse_id(std::string_view text) {
  AnyId id;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), id.value);
  if (error != std::errc{} || end != text.data() + text.size() || id.value < 0 || text.empty() || text[0] == '-')
    return std::nullopt;
  return id;
}

}  // namespace dunlin

template <class Tag>
struct std::hash<dunlin::Id<Tag>> {
  // Ids are dense in their low bits; a multiplication spreads them over the table.
  std::size_t operator()(dunlin::Id<Tag> id) const noexcept {
    return static_cast<std::size_t>(id.value) * 0x9E3779B97F4A7C15ULL;
  }
};
