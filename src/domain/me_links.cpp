#include "dunlin/domain/me_links.hpp"

#include <algorithm>
#include <cctype>

#include "dunlin/domain/sanitise.hpp"
#include "html_parser.hpp"
#include "unicode.hpp"

namespace dunlin {
namespace {

constexpr std::size_t most_me_page_bytes = 1024 * 1024;
constexpr std::size_t most_tags_with_links = 4096;
constexpr std::size_t most_me_links = 100;

/// Links, and what makes text of what looks like links.
bool is_worth_parsing(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_A:
    case GUMBO_TAG_LINK:
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_XMP:
      return true;
    default:
      return false;
  }
}

bool says_me(std::string_view rel) {
  while (!rel.empty()) {
    auto const end = std::min(rel.find_first_of(" \t\r\n\f"), rel.size());
    auto const word = rel.substr(0, end);
    if (std::ranges::equal(word, std::string_view("me"), [](char a, char b) { return (a | 0x20) == b; })) return true;
    rel.remove_prefix(std::min(end + 1, rel.size()));
  }
  return false;
}

void collect(GumboNode const* root, std::vector<std::string>& links) {
  std::vector<GumboNode const*> open{root};
  while (!open.empty() && links.size() < most_me_links) {
    auto const* const node = open.back();
    open.pop_back();
    if (node->type != GUMBO_NODE_ELEMENT) continue;
    auto const& element = node->v.element;
    auto const is_link = element.tag == GUMBO_TAG_A || element.tag == GUMBO_TAG_LINK;
    if (auto const href = attribute(element, "href"); is_link && !href.empty() && says_me(attribute(element, "rel")))
      links.emplace_back(href);
    for (auto i = element.children.length; i > 0; --i)
      open.push_back(static_cast<GumboNode const*>(element.children.data[i - 1]));
  }
}

}  // namespace

std::vector<std::string> me_links(std::string_view html) {
  HtmlFragment const page(
      with_fewer_tags(unicode::prefix(html, most_me_page_bytes), most_tags_with_links, is_worth_parsing));
  std::vector<std::string> links;
  collect(page.root(), links);
  return links;
}

}  // namespace dunlin
