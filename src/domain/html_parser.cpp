#include "html_parser.hpp"

#include <cctype>

#include "dunlin/domain/sanitise.hpp"
#include "unicode.hpp"

namespace dunlin {
namespace {

constexpr std::size_t most_html_bytes = 128 * 1024;
constexpr std::size_t few_tags = 256;    // harmless whatever they are
constexpr std::size_t most_tags = 4096;  // harmless without attributes on formatting elements

bool begins_tag(std::string_view html, std::size_t at) {
  auto const next = html.substr(at + 1, 2);
  if (next.empty()) return false;
  return std::isalpha(static_cast<unsigned char>(next[0])) != 0 ||
         (next.size() == 2 && next[0] == '/' && std::isalpha(static_cast<unsigned char>(next[1])) != 0);
}

std::size_t count_tags(std::string_view html) {
  std::size_t count = 0;
  for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1))
    count += begins_tag(html, at) ? 1 : 0;
  return count;
}

/// Elements the parser opens again in every paragraph until they are closed.
bool is_formatting(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_B:
    case GUMBO_TAG_BIG:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_FONT:
    case GUMBO_TAG_I:
    case GUMBO_TAG_NOBR:
    case GUMBO_TAG_S:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_STRIKE:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_U:
      return true;
    default:
      return false;
  }
}

}  // namespace

/// Tags that make the parser keep separate books (table cells, objects) are left out where there are many.
bool is_shown(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_XMP:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_TR:
      return true;
    default:
      break;
  }
  auto const treatment = treatment_of(tag);
  return treatment != Treatment::dropped && treatment != Treatment::unwrapped &&
         treatment != Treatment::unwrapped_block && treatment != Treatment::formula;
}

std::string with_fewer_tags(std::string_view html, std::size_t most, bool (*is_worth_parsing)(GumboTag)) {
  std::string fewer;
  fewer.reserve(html.size());
  std::size_t tags = 0;
  for (std::size_t at = 0; at < html.size();) {
    auto const next = html.find('<', at);
    fewer.append(html, at, next - at);
    if (next == std::string_view::npos) break;
    if (!begins_tag(html, next)) {
      // A bare '<' must not become the beginning of a tag when something behind it is left out.
      bool const markup = next + 1 < html.size() && (html[next + 1] == '!' || html[next + 1] == '?');
      fewer += markup ? "<" : "&lt;";
      at = next + 1;
      continue;
    }
    auto const end = html.find('>', next);
    auto const whole = html.substr(next, end - next + (end == std::string_view::npos ? 0 : 1));
    bool const closing = whole[1] == '/';
    auto const name_begin = closing ? 2U : 1U;
    auto name_end = whole.find_first_of("> \t\r\n\f/", name_begin);
    if (name_end == std::string_view::npos) name_end = whole.size();
    auto const name = whole.substr(name_begin, name_end - name_begin);
    auto const tag = gumbo_tagn_enum(name.data(), static_cast<unsigned>(name.size()));
    at = next + whole.size();
    if (!is_worth_parsing(tag) || ++tags > most) continue;
    if (is_formatting(tag)) {
      fewer.append(whole, 0, name_end);
      fewer += '>';
    } else {
      // A tag inside a quoted attribute is counted as a tag of its own, never overlooked.
      auto const inner = whole.find('<', 1);
      fewer.append(whole, 0, inner);
      if (inner != std::string_view::npos) at = next + inner;
    }
  }
  return fewer;
}

HtmlFragment::HtmlFragment(std::string_view html) : source_(clean_text(unicode::prefix(html, most_html_bytes))) {
  if (count_tags(source_) > few_tags) source_ = with_fewer_tags(source_, most_tags);
  GumboOptions options = kGumboDefaultOptions;
  options.fragment_context = GUMBO_TAG_BODY;
  options.max_errors = 0;
  output_ = gumbo_parse_with_options(&options, source_.data(), source_.size());
}

HtmlFragment::~HtmlFragment() {
  gumbo_destroy_output(&kGumboDefaultOptions, output_);
}

Treatment treatment_of(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_SPAN:
    case GUMBO_TAG_A:
    case GUMBO_TAG_ABBR:
    case GUMBO_TAG_DEL:
    case GUMBO_TAG_S:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_B:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_U:
    case GUMBO_TAG_SUB:
    case GUMBO_TAG_SUP:
    case GUMBO_TAG_I:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_RUBY:
    case GUMBO_TAG_RT:
    case GUMBO_TAG_RP:
      return Treatment::inline_kept;
    case GUMBO_TAG_P:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_LI:
      return Treatment::block_kept;
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
      return Treatment::heading;
    case GUMBO_TAG_BR:
      return Treatment::line_break;
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_IMAGE:
      return Treatment::image;
    case GUMBO_TAG_MATH:
      return Treatment::formula;
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_APPLET:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_DATALIST:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_XMP:
    case GUMBO_TAG_PLAINTEXT:
      return Treatment::dropped;
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_HGROUP:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_FIELDSET:
    case GUMBO_TAG_LEGEND:
    case GUMBO_TAG_DETAILS:
    case GUMBO_TAG_SUMMARY:
    case GUMBO_TAG_MENU:
    case GUMBO_TAG_DIR:
    case GUMBO_TAG_CENTER:
      return Treatment::unwrapped_block;
    default:
      return Treatment::unwrapped;
  }
}

std::string_view attribute(GumboElement const& element, char const* name) {
  auto const* const found = gumbo_get_attribute(&element.attributes, name);
  return found ? std::string_view(found->value) : std::string_view();
}

}  // namespace dunlin
