#pragma once
#include <gumbo.h>

#include <string>
#include <string_view>

namespace dunlin {

/// A parsed fragment of HTML. What the parser may be asked to build is bounded first: its tree grows with the
/// square of some inputs, and it is freed by recursion.
class HtmlFragment {
 public:
  explicit HtmlFragment(std::string_view html);
  ~HtmlFragment();
  HtmlFragment(HtmlFragment const&) = delete;

  /// The element whose children are the fragment.
  GumboNode const* root() const { return output_->root; }

 private:
  std::string source_;  // the tree points into it
  GumboOutput* output_;
};

/// The value of an attribute; empty where there is none.
std::string_view attribute(GumboElement const& element, char const* name);

/// How an element of somebody else's HTML is shown.
enum class Treatment {
  dropped,          // with everything in it
  unwrapped,        // its content stays
  unwrapped_block,  // its content stays, on a line of its own
  inline_kept,
  block_kept,
  heading,  // a bold paragraph
  line_break,
  image,    // a link
  formula,  // its TeX text
};
Treatment treatment_of(GumboTag tag);

/// What the sanitiser would look at.
bool is_shown(GumboTag tag);
/// The same input with at most this many tags, formatting elements without attributes, and none but those that are
/// worth it. Linear.
std::string with_fewer_tags(std::string_view html, std::size_t most_tags,
                            bool (*is_worth_parsing)(GumboTag) = is_shown);

}  // namespace dunlin
