#pragma once
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

namespace dunlin {

/// What the head of somebody's web page says about it.
struct PageHead {
  std::string title;     // of the title element
  std::string language;  // of the html element
  /// By property or name, lower-case; the first of each. One line of clean text each.
  std::map<std::string, std::string, std::less<>> metas;
  std::string oembed_url;  // where the same is told as oEmbed JSON; as written

  /// The first of these that says something; empty for none.
  std::string_view meta(std::initializer_list<std::string_view> names) const;
};

/// Reads a page of any encoding: the one its content type names, else the page itself, else UTF-8. Never throws; its
/// cost is linear in the input, of which a megabyte is read.
PageHead read_page_head(std::string_view bytes, std::string_view content_type);

}  // namespace dunlin
