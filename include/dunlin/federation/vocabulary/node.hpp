#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dunlin::federation::vocabulary {

/// One value of an ActivityStreams document. Documents are read as plain JSON with the well-known short names
/// (contract, section 15): every property may be a value or a list, every reference a string or an object, so
/// questions are asked in those terms and a wrong shape is simply nothing.
class Node {
 public:
  enum class Kind : unsigned char { absent, null, boolean, number, text, list, map };

  Kind kind() const { return kind_; }
  bool is_map() const { return kind_ == Kind::map; }
  bool is_list() const { return kind_ == Kind::list; }
  bool is_text() const { return kind_ == Kind::text; }
  /// Absent or null.
  bool nothing() const { return kind_ == Kind::absent || kind_ == Kind::null; }

  /// The named member; an absent node if there is none or this is no map. Never throws.
  Node const& operator[](std::string_view name) const;
  /// Names of a map's members, in order; children() are their values.
  std::span<std::string const> names() const { return names_; }
  std::span<Node const> children() const { return children_; }

  /// The text; empty for anything else.
  std::string_view text() const { return kind_ == Kind::text ? std::string_view(text_) : std::string_view(); }
  bool is_true() const { return kind_ == Kind::boolean && truth_; }
  bool is_false() const { return kind_ == Kind::boolean && !truth_; }
  std::optional<double> number() const;
  /// A whole number within ±2^53; nothing otherwise.
  std::optional<std::int64_t> integer() const;

  /// A list's elements; a single value is a list of one; absent and null are empty.
  std::span<Node const> items() const;
  /// The first of items(), or an absent node.
  Node const& first() const;
  /// What this refers to: the text itself, or the "id" of an object; of a list, that of its first element.
  std::string_view reference() const;
  /// References of all items that have one.
  std::vector<std::string> references(std::size_t most) const;
  /// "id" (or "@id") of an object; empty for anything else.
  std::string_view id() const;
  /// The "type" of an object; of several the first one that `known` lists, else the first.
  std::string_view type(std::span<std::string_view const> known = {}) const;
  bool has_type(std::string_view name) const;

 private:
  friend class TreeBuilder;
  Kind kind_ = Kind::absent;
  bool truth_ = false;
  double number_ = 0;
  std::string text_;
  std::vector<std::string> names_;
  std::vector<Node> children_;
};

/// Parses one document: UTF-8, at most 64 levels, no duplicate member names, no "@graph", "@included" or
/// "@reverse" anywhere (restructuring attacks). Nothing when it breaks one of these. NUL characters are left out.
std::optional<Node> parse(std::string_view json);
/// Whether the text names one of the members by which a signed document can be turned into another one.
bool may_be_rearranged(std::string_view json);

/// "https://www.w3.org/ns/activitystreams#Public"
extern std::string_view const public_address;
/// One of the three spellings of the public address (contract, section 7).
bool is_public_address(std::string_view reference);

}  // namespace dunlin::federation::vocabulary
