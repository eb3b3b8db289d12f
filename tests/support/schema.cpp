#include "support/schema.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <stdexcept>

namespace dunlin::test {
namespace {

using nlohmann::json;

/// Words that say nothing about a value.
std::set<std::string> const remarks = {"$schema", "$id",      "$defs",   "title",           "description",
                                       "note",    "examples", "default", "contentMediaType"};

json const& file(std::string const& name) {
  static std::map<std::string, json> read;
  auto const known = read.find(name);
  if (known != read.end()) return known->second;
  std::ifstream in(std::string(DUNLIN_SOURCE_DIR) + "/tests/contract/schemas/" + name);
  if (!in) throw std::logic_error("there is no schema " + name);
  return read.emplace(name, json::parse(in)).first->second;
}

std::regex const& regex(std::string const& pattern) {
  static std::map<std::string, std::regex> compiled;
  auto const known = compiled.find(pattern);
  if (known != compiled.end()) return known->second;
  return compiled.emplace(pattern, std::regex(pattern, std::regex::ECMAScript)).first->second;
}

bool is_of_type(json const& value, std::string const& type) {
  if (type == "integer")
    return value.is_number_integer() || (value.is_number() && std::floor(value.get<double>()) == value.get<double>());
  if (type == "number") return value.is_number();
  if (type == "null") return value.is_null();
  if (type == "array") return value.is_array();
  if (type == "object") return value.is_object();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  throw std::logic_error("unknown type " + type);
}

bool is_of_any_type(json const& value, json const& types) {
  if (types.is_string()) return is_of_type(value, types);
  for (auto const& type : types) {
    if (is_of_type(value, type)) return true;
  }
  return false;
}

bool has_format(std::string const& text, std::string const& format) {
  static std::regex const date_time(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))");
  static std::regex const date(R"(\d{4}-\d\d-\d\d)");
  static std::regex const uri(R"([A-Za-z][A-Za-z0-9+.-]*:\S+)");
  if (format == "date-time") return std::regex_match(text, date_time);
  if (format == "date") return std::regex_match(text, date);
  if (format == "uri") return std::regex_match(text, uri);
  return true;
}

class Check {
 public:
  std::vector<std::string> problems;

  void value(json const& schema, json const& root, json const& value, std::string const& at) {
    for (auto const& [word, rule] : schema.items()) {
      if (remarks.contains(word) || word.starts_with("x-")) continue;
      if (word == "then" || word == "else" || word == "properties" || word == "additionalProperties") continue;
      this->rule(word, rule, schema, root, value, at);
    }
    if (value.is_object()) members(schema, root, value, at);
  }

 private:
  void wrong(std::string const& at, std::string const& what) {
    problems.push_back((at.empty() ? "." : at) + ": " + what);
  }

  static bool fits(json const& schema, json const& root, json const& value) {
    Check check;
    check.value(schema, root, value, "");
    return check.problems.empty();
  }

  /// "File.schema.json", "#/place" or both.
  void reference(std::string const& to, json const& root, json const& value, std::string const& at) {
    auto const hash = std::min(to.find('#'), to.size());
    json const& document = hash == 0 ? root : file(to.substr(0, hash));
    std::string const place = hash < to.size() ? to.substr(hash + 1) : "";
    this->value(document.at(json::json_pointer(place)), document, value, at);
  }

  void any_of(json const& choices, json const& root, json const& value, std::string const& at) {
    std::vector<std::string> nearest;
    for (auto const& choice : choices) {
      Check check;
      check.value(choice, root, value, at);
      if (check.problems.empty()) return;
      // The choice that got furthest is the one that was meant.
      bool const is_other_type = check.problems.size() == 1 && check.problems.front().starts_with(at + ": must be");
      if (nearest.empty() || !is_other_type) nearest = check.problems;
    }
    problems.insert(problems.end(), nearest.begin(), nearest.end());
  }

  void rule(std::string const& word, json const& rule, json const& schema, json const& root, json const& value,
            std::string const& at) {
    if (word == "$ref") return reference(rule, root, value, at);
    if (word == "anyOf") return any_of(rule, root, value, at);
    if (word == "allOf") {
      for (auto const& part : rule) this->value(part, root, value, at);
    } else if (word == "if") {
      if (fits(rule, root, value)) {
        if (schema.contains("then")) this->value(schema["then"], root, value, at);
      } else if (schema.contains("else")) {
        this->value(schema["else"], root, value, at);
      }
    } else if (word == "type") {
      if (!is_of_any_type(value, rule))
        wrong(at, fmt::format("must be {}, is {}", rule.dump(), value.dump().substr(0, 80)));
    } else if (word == "enum") {
      if (std::ranges::find(rule, value) == rule.end())
        wrong(at, fmt::format("must be one of {}, is {}", rule.dump(), value.dump().substr(0, 80)));
    } else if (word == "const") {
      if (value != rule) wrong(at, fmt::format("must be {}, is {}", rule.dump(), value.dump().substr(0, 80)));
    } else if (value.is_string()) {
      text(word, rule, value.get_ref<std::string const&>(), at);
    } else if (value.is_array()) {
      list(word, rule, root, value, at);
    } else {
      known(word);
    }
  }

  void text(std::string const& word, json const& rule, std::string const& text, std::string const& at) {
    if (word == "minLength") {
      if (text.size() < rule.get<std::size_t>()) wrong(at, "is too short");
    } else if (word == "pattern") {
      if (!std::regex_search(text, regex(rule))) wrong(at, fmt::format("\"{}\" does not match {}", text, rule.dump()));
    } else if (word == "format") {
      if (!has_format(text, rule)) wrong(at, fmt::format("\"{}\" is no {}", text, rule.get<std::string>()));
    } else {
      known(word);
    }
  }

  void list(std::string const& word, json const& rule, json const& root, json const& values, std::string const& at) {
    if (word == "items") {
      for (auto const& item : values) value(rule, root, item, at + "[]");
    } else if (word == "minItems") {
      if (values.size() < rule.get<std::size_t>()) wrong(at, "has too few items");
    } else if (word == "maxItems") {
      if (values.size() > rule.get<std::size_t>()) wrong(at, "has too many items");
    } else {
      known(word);
    }
  }

  void members(json const& schema, json const& root, json const& object, std::string const& at) {
    static json const none = json::object();
    auto const& properties = schema.contains("properties") ? schema["properties"] : none;
    for (auto const& [name, member] : object.items()) {
      if (properties.contains(name)) {
        value(properties[name], root, member, at + "." + name);
      } else if (schema.contains("additionalProperties")) {
        auto const& rule = schema["additionalProperties"];
        if (rule.is_boolean()) {
          if (!rule.get<bool>()) wrong(at, "has a member that is not allowed: " + name);
        } else {
          value(rule, root, member, at + "." + name);
        }
      }
    }
    if (schema.contains("required")) {
      for (auto const& name : schema["required"]) {
        if (!object.contains(name.get<std::string>())) wrong(at, "misses " + name.get<std::string>());
      }
    }
    if (schema.contains("maxProperties") && object.size() > schema["maxProperties"].get<std::size_t>())
      wrong(at, "has too many members");
  }

  /// A word that says nothing about this kind of value is fine; one that nobody here knows is not.
  static void known(std::string const& word) {
    static std::set<std::string> const words = {"items",   "minItems", "maxItems", "minLength",
                                                "pattern", "format",   "required", "maxProperties"};
    if (!words.contains(word)) throw std::logic_error("the schema checker does not know the word " + word);
  }
};

json shape(std::string_view type) {
  auto const inner = [&](std::string_view opening) {
    return shape(type.substr(opening.size(), type.size() - opening.size() - 1));
  };
  if (type.starts_with("Array<")) return {{"type", "array"}, {"items", inner("Array<")}};
  if (type.starts_with("Map<")) return {{"type", "object"}, {"additionalProperties", inner("Map<")}};
  if (type == "String") return {{"type", "string"}};
  return {{"$ref", std::string(type) + ".schema.json"}};
}

}  // namespace

std::vector<std::string> schema_problems(std::string_view type, json const& value) {
  auto const schema = shape(type);
  Check check;
  check.value(schema, schema, value, "");
  return check.problems;
}

std::string misfit(std::string_view type, std::string_view json_text) {
  auto const value = json::parse(json_text, nullptr, false);
  if (value.is_discarded()) return fmt::format("not JSON: {}", json_text.substr(0, 200));
  std::string all;
  for (auto const& problem : schema_problems(type, value)) all += fmt::format("{}{}\n", type, problem);
  return all;
}

}  // namespace dunlin::test
