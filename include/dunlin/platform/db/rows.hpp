#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "dunlin/base/id.hpp"
#include "dunlin/base/time.hpp"

struct pg_result;

namespace dunlin::db {

/// Reads one column's text as T. Specialised for the types columns have.
template <class T>
T from_text(std::string_view text);
template <>
std::int32_t from_text<std::int32_t>(std::string_view);
template <>
std::int64_t from_text<std::int64_t>(std::string_view);

// These stand before Row, whose templates must find them.
template <class T>
concept AnyEnum = std::is_enum_v<T>;
template <AnyEnum T>
T from_text(std::string_view text) {
  return static_cast<T>(from_text<std::int32_t>(text));
}
template <class T>
  requires requires(T id) { []<class Tag>(Id<Tag>) {}(id); }
T from_text(std::string_view text) {
  return T{from_text<std::int64_t>(text)};
}

/// One row of a result, valid as long as its Rows. Columns are numbered as the statement lists them.
class Row {
 public:
  Row(pg_result const* result, int row) : result_(result), row_(row) {}

  bool is_null(int column) const;
  /// The column's text as PostgreSQL sent it; empty for null.
  std::string_view text(int column) const;

  /// The column as T; throws std::logic_error when it is null.
  template <class T>
  T get(int column) const {
    return from_text<T>(not_null(column));
  }
  /// The column as T, nothing for null.
  template <class T>
  std::optional<T> maybe(int column) const {
    if (is_null(column)) return std::nullopt;
    return from_text<T>(text(column));
  }
  /// The column as T, or the given value for null.
  template <class T>
  T get_or(int column, T otherwise) const {
    return is_null(column) ? otherwise : from_text<T>(text(column));
  }

 private:
  std::string_view not_null(int column) const;
  pg_result const* result_;
  int row_;
};

/// The answer to one statement, held until destroyed.
class Rows {
 public:
  Rows() = default;
  explicit Rows(pg_result* result);

  int size() const { return size_; }
  bool empty() const { return size_ == 0; }
  Row operator[](int row) const { return {result_.get(), row}; }
  /// Rows changed by insert, update or delete.
  std::int64_t affected() const;

  class Iterator {
   public:
    Iterator(Rows const* rows, int at) : rows_(rows), at_(at) {}
    Row operator*() const { return (*rows_)[at_]; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator!=(Iterator const& other) const { return at_ != other.at_; }

   private:
    Rows const* rows_;
    int at_;
  };
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size_}; }

 private:
  std::shared_ptr<pg_result> result_;
  int size_ = 0;
};

template <>
std::string from_text<std::string>(std::string_view);
template <>
bool from_text<bool>(std::string_view);
template <>
double from_text<double>(std::string_view);
/// timestamptz, in the session's fixed UTC form.
template <>
Timestamp from_text<Timestamp>(std::string_view);
/// text[]; nulls become empty strings.
template <>
std::vector<std::string> from_text<std::vector<std::string>>(std::string_view);
/// bigint[].
template <>
std::vector<std::int64_t> from_text<std::vector<std::int64_t>>(std::string_view);

/// bytea in its hex form, decoded.
std::string from_bytea(std::string_view text);

}  // namespace dunlin::db
