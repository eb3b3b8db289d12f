#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/platform/http/params.hpp"

namespace dunlin::http {

inline constexpr std::size_t most_levels = 64;
inline constexpr std::size_t most_keys = 2000;  // values of all kinds in query and body together

/// "a[b][]" → "a", "b", "". A key whose brackets do not match is one name. Throws Refusal beyond most_levels.
std::vector<std::string_view> split_key(std::string_view key);

/// Builds the tree of one request, counting what it puts in.
class ParamsReader {
 public:
  void read_form(std::string_view form);
  void read_json(std::string_view json);
  void read_multipart(std::string_view content_type, std::string_view body);
  /// Members of the other tree win over ours.
  void overlay(ParamsReader&& other);
  Params take() { return std::move(root_); }

  // Making a tree, for Params::set too.
  static Params& place(Params& root, std::string_view nested_key);
  static void set_scalar(Params& at, Params::Kind kind, std::string text);

 private:
  class Json;
  static Params& member(Params& map, std::string_view name);
  static Params& element(Params& list, std::span<std::string_view const> rest);
  void count_one();

  Params root_;
  std::size_t values_ = 0;
};

}  // namespace dunlin::http
