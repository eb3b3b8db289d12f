#include "dunlin/domain/links.hpp"

#include <gumbo.h>

#include <algorithm>
#include <cctype>

#include "html_parser.hpp"

namespace dunlin {
namespace {

constexpr std::size_t most_links = 5;

bool has_word(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    auto const one = words.substr(0, words.find(' '));
    if (one == word) return true;
    words.remove_prefix(std::min(words.size(), one.size() + 1));
  }
  return false;
}

bool is_web_address(std::string_view link) {
  return link.starts_with("https://") || link.starts_with("http://");
}

bool names_somebody_or_something(GumboElement const& link) {
  auto const classes = attribute(link, "class");
  return has_word(classes, "mention") || has_word(classes, "hashtag") || has_word(classes, "u-url") ||
         has_word(attribute(link, "rel"), "tag");
}

/// Looks at every element; `visit` says whether to look inside. The sanitiser and HtmlFragment bound how deep it goes.
template <class Visit>
void walk(GumboNode const* node, Visit& visit) {
  if (node->type != GUMBO_NODE_ELEMENT && node->type != GUMBO_NODE_TEMPLATE) return;
  auto const& element = node->v.element;
  if (!visit(element)) return;
  for (unsigned i = 0; i < element.children.length; ++i)
    walk(static_cast<GumboNode const*>(element.children.data[i]), visit);
}

}  // namespace

std::vector<std::string> page_links(SafeHtml const& html) {
  std::vector<std::string> links;
  if (!html.text().contains("<a ")) return links;
  HtmlFragment const fragment(html.text());
  auto visit = [&](GumboElement const& element) {
    if (links.size() >= most_links || has_word(attribute(element, "class"), "quote-inline")) return false;
    if (element.tag != GUMBO_TAG_A) return true;
    auto const address = attribute(element, "href");
    if (is_web_address(address) && !names_somebody_or_something(element)) links.emplace_back(address);
    return false;
  };
  walk(fragment.root(), visit);
  return links;
}

std::string iframe_source(std::string_view html) {
  std::string source;
  HtmlFragment const fragment(html);
  auto visit = [&](GumboElement const& element) {
    if (!source.empty()) return false;
    if (element.tag != GUMBO_TAG_IFRAME) return true;
    auto const address = attribute(element, "src");
    if (address.starts_with("https://")) source = address;
    return false;
  };
  walk(fragment.root(), visit);
  return source;
}

}  // namespace dunlin
