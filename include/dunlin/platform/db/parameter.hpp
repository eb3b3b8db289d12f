#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/base/id.hpp"
#include "dunlin/base/time.hpp"

namespace dunlin::db {

/// Bytes for a bytea column.
struct Bytes {
  std::string_view bytes;
};

/// One value on its way to PostgreSQL, in text form. Made implicitly from what statements take; text is
/// borrowed, so a Parameter lives no longer than the call it is an argument of.
class Parameter {
 public:
  Parameter(std::nullopt_t) : null_(true) {}
  Parameter(std::nullptr_t) : null_(true) {}
  Parameter(char const* text) : borrowed_(text) {}
  Parameter(std::string const& text) : borrowed_(text.c_str()) {}
  Parameter(std::string_view text) : owned_(text) {}
  Parameter(Bytes bytes);
  Parameter(bool yes) : borrowed_(yes ? "t" : "f") {}
  Parameter(std::int64_t number) : owned_(std::to_string(number)) {}
  Parameter(std::int32_t number) : owned_(std::to_string(number)) {}
  Parameter(std::uint32_t number) : owned_(std::to_string(number)) {}
  Parameter(std::size_t number) : owned_(std::to_string(number)) {}
  Parameter(double number);
  Parameter(Timestamp when);
  template <class Tag>
  Parameter(Id<Tag> id) : owned_(std::to_string(id.value)) {}
  template <class E>
    requires std::is_enum_v<E>
  Parameter(E value) : owned_(std::to_string(static_cast<int>(value))) {}
  template <class T>
  Parameter(std::optional<T> const& maybe) : null_(true) {
    if (maybe) *this = Parameter(*maybe);
  }
  Parameter(std::span<std::string const> texts);
  Parameter(std::vector<std::string> const& texts) : Parameter(std::span<std::string const>(texts)) {}
  Parameter(std::span<std::int64_t const> numbers);
  Parameter(std::vector<std::int64_t> const& numbers) : Parameter(std::span<std::int64_t const>(numbers)) {}
  template <class Tag>
  Parameter(std::span<Id<Tag> const> ids) : owned_("{") {
    for (auto const id : ids) append_element(id.value);
    owned_ += '}';
  }
  template <class Tag>
  Parameter(std::vector<Id<Tag>> const& ids) : Parameter(std::span<Id<Tag> const>(ids)) {}

  /// Null-terminated text, or nullptr for null.
  char const* c_str() const { return null_ ? nullptr : borrowed_ ? borrowed_ : owned_.c_str(); }

 private:
  void append_element(std::int64_t number);
  char const* borrowed_ = nullptr;
  std::string owned_;
  bool null_ = false;
};

}  // namespace dunlin::db
