#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dunlin::http {

/// Query and body of a request as one tree, whatever form they came in (JSON, form, multipart, nested keys):
/// behaviours.md, "Request parsing". A list given as an object keyed "0", "1", … reads as a list too.
class Params {
 public:
  enum class Kind { absent, null, text, boolean, number, list, map, file };

  /// The named member, an absent one if there is none. Never throws.
  Params const& operator[](std::string_view name) const;
  bool has(std::string_view name) const { return (*this)[name].kind_ != Kind::absent; }
  Kind kind() const { return kind_; }
  bool absent() const { return kind_ == Kind::absent; }
  /// Absent, null or empty text.
  bool blank() const;

  /// Text, or a number or boolean as text; nothing when absent, null, or a list or map.
  std::optional<std::string> text() const;
  std::optional<std::string> text(std::string_view name) const { return (*this)[name].text(); }
  /// false for false, 0, f, F, FALSE, off, OFF…; nothing for absent, null and ""; true for all else.
  std::optional<bool> flag() const;
  std::optional<bool> flag(std::string_view name) const { return (*this)[name].flag(); }
  /// A whole number, nothing when absent or not one.
  std::optional<std::int64_t> integer() const;
  std::optional<std::int64_t> integer(std::string_view name) const { return (*this)[name].integer(); }
  /// Elements of a list; a single value is a list of one; a map keyed by indices is its values in order.
  std::vector<Params const*> items() const;
  std::vector<Params const*> items(std::string_view name) const { return (*this)[name].items(); }
  /// items() as text, those that have none left out.
  std::vector<std::string> texts(std::string_view name) const;

  /// An uploaded file. Its bytes stand in the body of the request and live as long as that.
  struct File {
    std::string name;
    std::string type;
    std::string_view bytes;
  };
  File const* file() const;

  /// Sets a (nested) key such as "a[b][]" as forms write it; a later value of a plain key wins.
  void set(std::string_view nested_key, std::string value);
  void set_file(std::string_view nested_key, File file);

 private:
  friend class ParamsReader;
  Kind kind_ = Kind::absent;
  std::string text_;  // of text and numbers
  bool truth_ = false;
  std::vector<Params> list_;
  std::vector<std::pair<std::string, Params>> members_;
  std::vector<File> file_;  // one or none
};

/// Merges the query and the body (by its Content-Type) into one tree. Throws Refusal: bad_request for broken
/// JSON, multipart or invalid UTF-8; too_large beyond 64 levels, 2,000 keys; unsupported_media for other types
/// of a non-empty body.
Params read_params(std::string_view query, std::string_view content_type, std::string_view body);

}  // namespace dunlin::http
