#pragma once
#include <string>
#include <utility>

namespace dunlin {

/// Text that must not reach a log, an error or a page: it has no stream or format operator, and says so to
/// whoever needs the characters.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  std::string const& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

}  // namespace dunlin
