#pragma once
#include <charconv>
#include <concepts>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "dunlin/base/id.hpp"
#include "dunlin/base/time.hpp"

namespace dunlin {

/// Writes JSON front to back into one string: no tree, no second pass (tech probes: 8 times cheaper than one).
/// Commas are put by the writer; nesting is the caller's to balance. Strings must be valid UTF-8.
///
///     JsonWriter json;
///     json.object([&] { json.member("id", id); json.member("tags", ...); });
class JsonWriter {
 public:
  explicit JsonWriter(std::size_t reserve = 256) { text_.reserve(reserve); }

  void begin_object() {
    before_value();
    text_ += '{';
    first_ = true;
  }
  void end_object() {
    text_ += '}';
    first_ = false;
  }
  void begin_array() {
    before_value();
    text_ += '[';
    first_ = true;
  }
  void end_array() {
    text_ += ']';
    first_ = false;
  }

  template <class Body>
  void object(Body&& body) {
    begin_object();
    body();
    end_object();
  }
  template <class Body>
  void array(Body&& body) {
    begin_array();
    body();
    end_array();
  }

  /// The name of the next value. Names are our own and need no escaping.
  void key(std::string_view name) {
    if (!first_) text_ += ',';
    text_ += '"';
    text_ += name;
    text_ += "\":";
    first_ = true;
  }

  void value(std::string_view text) {
    before_value();
    append_string(text);
  }
  void value(char const* text) { value(std::string_view(text)); }
  void value(std::string const& text) { value(std::string_view(text)); }
  void value(std::nullptr_t) {
    before_value();
    text_ += "null";
  }
  template <std::same_as<bool> B>
  void value(B yes) {
    before_value();
    text_ += yes ? "true" : "false";
  }
  template <std::integral I>
    requires(!std::same_as<I, bool> && !std::same_as<I, char>)
  void value(I number) {
    before_value();
    append_number(number);
  }
  void value(double number);
  /// Ids are strings in JSON.
  template <class Tag>
  void value(Id<Tag> id) {
    before_value();
    text_ += '"';
    append_number(id.value);
    text_ += '"';
  }
  /// Millisecond ISO 8601, the form clients read.
  void value(Timestamp when) {
    before_value();
    text_ += '"';
    append_iso8601(text_, when);
    text_ += '"';
  }
  /// Nothing is null.
  template <class T>
  void value(std::optional<T> const& maybe) {
    if (maybe)
      value(*maybe);
    else
      value(nullptr);
  }

  template <class T>
  void member(std::string_view name, T const& v) {
    key(name);
    value(v);
  }
  template <class Body>
  void object_member(std::string_view name, Body&& body) {
    key(name);
    object(std::forward<Body>(body));
  }
  template <class Body>
  void array_member(std::string_view name, Body&& body) {
    key(name);
    array(std::forward<Body>(body));
  }

  void texts_member(std::string_view name, std::span<std::string const> texts) {
    array_member(name, [&] {
      for (auto const& text : texts) value(text);
    });
  }

  /// A finished JSON value, as it is.
  void raw(std::string_view json) {
    before_value();
    text_ += json;
  }
  /// Finished members (`"a":1,"b":2`) spliced into the open object; empty text adds nothing.
  void raw_members(std::string_view members) {
    if (members.empty()) return;
    if (!first_) text_ += ',';
    text_ += members;
    first_ = false;
  }

  std::string const& text() const { return text_; }
  std::string take() { return std::move(text_); }

 private:
  void before_value() {
    if (!first_) text_ += ',';
    first_ = false;
  }
  void append_string(std::string_view text);
  template <class I>
  void append_number(I number) {
    char digits[24];
    auto const [end, _] = std::to_chars(digits, digits + sizeof digits, number);
    text_.append(digits, end);
  }

  std::string text_;
  bool first_ = true;
};

}  // namespace dunlin
