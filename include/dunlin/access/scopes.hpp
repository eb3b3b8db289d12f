#pragma once
#include <bitset>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin::access {

/// A set of OAuth scopes, umbrella scopes already unfolded into their leaves (behaviours.md, "OAuth").
class Scopes {
 public:
  static constexpr std::size_t count = 64;
  /// A registered list of scopes is no longer than this, in bytes.
  static constexpr std::size_t longest_list = 2000;
  Scopes() = default;
  /// Space or plus separated words; nothing when one is unknown.
  static std::optional<Scopes> parse(std::string_view words);
  /// What a row asks for: the words alone, nothing unfolded, so that a token for read:blocks is none for follow.
  /// A token fits when it intersects. Nothing when a word is unknown.
  static std::optional<Scopes> needed(std::string_view words);
  /// Words as given, each once, umbrella and deprecated scopes kept as words: "read write follow push".
  static std::optional<std::vector<std::string>> words(std::string_view text);
  /// Every word there is, in the order the metadata document lists them.
  static std::vector<std::string_view> all_words();

  bool contains(Scopes const& other) const { return (bits_ & other.bits_) == other.bits_; }
  bool intersects(Scopes const& other) const { return (bits_ & other.bits_).any(); }
  bool none() const { return bits_.none(); }
  Scopes operator|(Scopes const& other) const {
    Scopes both;
    both.bits_ = bits_ | other.bits_;
    return both;
  }
  friend bool operator==(Scopes const&, Scopes const&) = default;

 private:
  std::bitset<count> bits_;
};

/// "read write", as scopes are stored and shown.
std::string joined(std::span<std::string const> words);

}  // namespace dunlin::access
