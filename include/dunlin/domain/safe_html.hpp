#pragma once
#include <string>
#include <string_view>
#include <utility>

namespace dunlin {

/// HTML that may be shown as it is: made by the sanitiser or by our own formatter, or read back from a column
/// that holds only such text.
class SafeHtml {
 public:
  SafeHtml() = default;
  std::string const& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  /// For the sanitiser, the formatter and the store alone; a review looks at every caller.
  static SafeHtml trusted(std::string html) {
    SafeHtml safe;
    safe.text_ = std::move(html);
    return safe;
  }

 private:
  std::string text_;
};

}  // namespace dunlin
