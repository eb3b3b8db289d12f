#pragma once
#include <bitset>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin::access {

/// A set of OAuth scopes, umbrella scopes already unfolded into their leaves (behaviours.md, "OAuth").
class Scopes {
 public:
  static constexpr std::size_t count = 64;
  Scopes() = default;
  /// Space or plus separated words; nothing when one is unknown.
  static std::optional<Scopes> parse(std::string_view words);
  /// Words as given, umbrella and deprecated scopes kept as words: "read write follow push".
  static std::optional<std::vector<std::string>> words(std::string_view text);

  bool contains(Scopes const& other) const { return (bits_ & other.bits_) == other.bits_; }
  bool intersects(Scopes const& other) const { return (bits_ & other.bits_).any(); }
  bool none() const { return bits_.none(); }
  Scopes operator|(Scopes const& other) const { Scopes both; both.bits_ = bits_ | other.bits_; return both; }

 private:
  std::bitset<count> bits_;
};

}  // namespace dunlin::access
