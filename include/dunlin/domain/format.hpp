#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/safe_html.hpp"

namespace dunlin {

/// Somebody whom a text mentions, as the formatter shows them.
struct MentionLink {
  std::string username;
  std::string acct;  // "name" or "name@domain"
  std::string url;   // profile page
};

/// How text that was typed here becomes HTML (behaviours.md, "Content HTML").
struct FormatRules {
  std::string base_url;  // hashtags link to base_url + "/tags/…"
  /// Who a handle ("name" or "name@domain", lower-case) is; nothing leaves it plain text.
  std::function<std::optional<MentionLink>(std::string const& handle)> resolve;
  bool profile_field = false;  // one line, rel="me", mentions with their domain
};

SafeHtml format(std::string_view text, FormatRules const& rules);

/// The distinct handles a text mentions, in order: "name" or "name@domain", lower-case, domain in ASCII.
std::vector<std::string> mentioned_handles(std::string_view text);

/// A hashtag as somebody typed it.
struct TypedHashtag {
  std::string name;   // normalised
  std::string typed;  // without '#'
};
/// The distinct hashtags of a text, in order.
std::vector<TypedHashtag> typed_hashtags(std::string_view text);

}  // namespace dunlin
