#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "dunlin/domain/safe_html.hpp"
#include "words.hpp"

namespace dunlin::web {

/// What a template is filled with: names and text, HTML that is safe already, yes or no, or lists of such.
class Data {
 public:
  Data& set(std::string name, std::string text) & { return put(std::move(name), std::move(text)); }
  Data& set(std::string name, std::string_view text) & { return put(std::move(name), std::string(text)); }
  Data& set(std::string name, char const* text) & { return put(std::move(name), std::string(text)); }
  Data& set(std::string name, SafeHtml html) & { return put(std::move(name), std::move(html)); }
  Data& set(std::string name, bool yes) & { return put(std::move(name), yes); }
  Data& set(std::string name, std::vector<Data> list) & { return put(std::move(name), std::move(list)); }

 private:
  friend class Filler;
  using Value = std::variant<std::string, SafeHtml, bool, std::vector<Data>>;
  Data& put(std::string name, Value value) {
    values_[std::move(name)] = std::move(value);
    return *this;
  }
  std::map<std::string, Value, std::less<>> values_;
};

/// Fills a template. `{{name}}` is text, escaped unless it is SafeHtml; `{{#name}}…{{/name}}` stands when the name
/// is yes, a text that is not empty, or once for each of a list; `{{^name}}…{{/name}}` when not. Names are looked
/// for in the innermost list first. `{{t:key}}` is the message of that key, our own HTML, with the names in its braces
/// filled in likewise. A template that does not fit together is our mistake: std::logic_error.
std::string fill(std::string_view source, Data const& data, Words const& words);

/// The same for a file of src/web/templates.
std::string fill_file(std::string_view name, Data const& data, Words const& words);

/// & < > " and ' as entities: right inside text and inside quoted attributes.
std::string escaped(std::string_view text);

}  // namespace dunlin::web
