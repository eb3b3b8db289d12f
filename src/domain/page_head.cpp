#include "dunlin/domain/page_head.hpp"
#include "dunlin/base/ascii.hpp"

#include <gumbo.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "dunlin/domain/sanitise.hpp"
#include "html_parser.hpp"
#include "unicode.hpp"

namespace dunlin {
namespace {

constexpr std::size_t most_page_bytes = 1024 * 1024;
constexpr std::size_t most_head_bytes = 128 * 1024;  // of what is worth parsing
constexpr std::size_t most_head_tags = 400;
constexpr std::size_t most_value_bytes = 2048;  // of one value
constexpr std::size_t encoding_told_within = 4096;
constexpr std::size_t longest_encoding = 40;
constexpr std::size_t longest_tag_name = 12;

/// What follows "charset=", in a header or in a page.
std::string encoding_in(std::string_view text) {
  static constexpr std::string_view mark = "charset=";
  auto const lowered = ascii_lower(text);
  auto at = lowered.find(mark);
  if (at == std::string::npos) return {};
  at = lowered.find_first_not_of("\"' ", at + mark.size());
  if (at == std::string::npos) return {};
  auto const end = std::min(lowered.find_first_of("\"'; />", at), lowered.size());
  auto name = lowered.substr(at, end - at);
  return name.size() > longest_encoding ? std::string() : name;
}

std::string to_utf8(std::string_view bytes, std::string const& encoding) {
  UErrorCode error = U_ZERO_ERROR;
  std::string text(bytes.size() * 3 + 16, '\0');
  auto const length = ucnv_convert("UTF-8", encoding.c_str(), text.data(), static_cast<std::int32_t>(text.size()),
                                   bytes.data(), static_cast<std::int32_t>(bytes.size()), &error);
  if (U_FAILURE(error)) return std::string(bytes);  // an unknown name: what is no UTF-8 is replaced later
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::string decoded(std::string_view bytes, std::string_view content_type) {
  bytes = bytes.substr(0, most_page_bytes);
  auto encoding = encoding_in(content_type);
  if (encoding.empty()) encoding = encoding_in(bytes.substr(0, encoding_told_within));
  if (encoding.empty() || encoding == "utf-8" || encoding == "utf8") return std::string(bytes);
  return to_utf8(bytes, encoding);
}

/// Where the tag that begins at `at` ends, quoted attributes minded; nothing when it does not.
std::optional<std::size_t> end_of_tag(std::string_view html, std::size_t at) {
  char quote = 0;
  for (auto i = at + 1; i < html.size(); ++i) {
    char const c = html[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return i + 1;
    }
  }
  return std::nullopt;
}

/// Empty for names that are longer than any that matters: a page of nothing but "<" is not read to its end for each.
std::string name_of_tag(std::string_view html, std::size_t at) {
  auto const beginning = html.substr(at + 1, longest_tag_name + 1);
  auto const end = beginning.find_first_of("> \t\r\n\f/");
  return end == std::string_view::npos ? std::string() : ascii_lower(beginning.substr(0, end));
}

/// Past the end tag of an element whose content is no markup.
std::size_t skip_content(std::string_view html, std::size_t at, std::string const& name) {
  for (at = html.find("</", at); at != std::string_view::npos; at = html.find("</", at + 2))
    if (ascii_lower(html.substr(at + 2, name.size())) == name) return at;
  return html.size();
}

/// The tags that say something about the page and nothing else: what the parser builds of it is small whatever the
/// page holds.
std::string telling_part(std::string_view html) {
  std::string kept;
  std::size_t tags = 0;
  for (auto at = html.find('<'); at != std::string_view::npos && tags < most_head_tags; at = html.find('<', at)) {
    if (html.substr(at, 4) == "<!--") {
      auto const end = html.find("-->", at + 4);
      at = end == std::string_view::npos ? html.size() : end;
      continue;
    }
    auto const name = name_of_tag(html, at);
    if (name == "body" && tags > 0) break;
    bool const is_opaque = name == "script" || name == "style" || name == "noscript" || name == "textarea";
    bool const is_title = name == "title";
    if (!is_opaque && !is_title && name != "html" && name != "meta" && name != "link") {
      ++at;
      continue;
    }
    auto const end = end_of_tag(html, at);
    if (!end) break;
    auto const next = is_opaque || is_title ? skip_content(html, *end, name) : *end;
    if (!is_opaque && kept.size() + next - at < most_head_bytes) {
      ++tags;
      kept += html.substr(at, next - at);
      if (is_title) kept += "</title>";
    }
    at = next;
  }
  return kept;
}

std::string tidy(std::string_view text) {
  return clean_line(unicode::prefix(text, most_value_bytes));
}

void read_meta(GumboElement const& element, PageHead& head) {
  auto const content = attribute(element, "content");
  if (content.empty()) return;
  for (auto const* by : {"property", "name"})
    if (auto const name = attribute(element, by); !name.empty())
      head.metas.try_emplace(ascii_lower(name), tidy(content));
}

void read_title(GumboElement const& element, PageHead& head) {
  if (!head.title.empty() || element.children.length == 0) return;
  auto const* text = static_cast<GumboNode const*>(element.children.data[0]);
  if (text->type == GUMBO_NODE_TEXT || text->type == GUMBO_NODE_WHITESPACE) head.title = tidy(text->v.text.text);
}

void read_element(GumboNode const* node, PageHead& head, int depth) {
  if (node->type != GUMBO_NODE_ELEMENT || depth > 8) return;
  auto const& element = node->v.element;
  if (element.tag == GUMBO_TAG_HTML) head.language = tidy(attribute(element, "lang"));
  if (element.tag == GUMBO_TAG_META) read_meta(element, head);
  if (element.tag == GUMBO_TAG_TITLE) read_title(element, head);
  if (element.tag == GUMBO_TAG_LINK && head.oembed_url.empty() &&
      attribute(element, "type") == "application/json+oembed")
    head.oembed_url = tidy(attribute(element, "href"));
  for (unsigned i = 0; i < element.children.length; ++i)
    read_element(static_cast<GumboNode const*>(element.children.data[i]), head, depth + 1);
}

}  // namespace

std::string_view PageHead::meta(std::initializer_list<std::string_view> names) const {
  for (auto const name : names)
    if (auto const at = metas.find(name); at != metas.end() && !at->second.empty()) return at->second;
  return {};
}

PageHead read_page_head(std::string_view bytes, std::string_view content_type) {
  auto const html = clean_text(telling_part(decoded(bytes, content_type)));
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  auto* const output = gumbo_parse_with_options(&options, html.data(), html.size());
  PageHead head;
  read_element(output->root, head, 0);
  gumbo_destroy_output(&kGumboDefaultOptions, output);
  return head;
}

}  // namespace dunlin
