#include "dunlin/domain/sanitise.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "html_parser.hpp"
#include "unicode.hpp"

namespace dunlin {
namespace {

constexpr std::size_t most_depth = 40;  // of elements we write; deeper ones leave their content
constexpr std::size_t most_attribute_bytes = 2048;

std::string_view short_attribute(GumboElement const& element, char const* name) {
  auto const value = attribute(element, name);
  return value.size() > most_attribute_bytes ? std::string_view{} : value;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

bool is_letters(std::string_view text, bool (*allowed)(char)) {
  return !text.empty() && std::ranges::all_of(text, allowed);
}

/// The link if its scheme is one we follow, otherwise nothing. Browsers drop control characters inside links,
/// so a link that has any is none.
std::string_view safe_link(std::string_view link) {
  static constexpr std::array schemes{"http", "https",  "dat",  "dweb",   "ipfs",  "ipns",
                                      "ssb",  "gopher", "xmpp", "magnet", "gemini"};
  link = trimmed(link);
  if (std::ranges::any_of(link, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; })) return {};
  auto const colon = link.find(':');
  if (colon == std::string_view::npos || colon > 8) return {};
  std::string scheme(link.substr(0, colon));
  std::ranges::transform(scheme, scheme.begin(),
                         [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  if (std::ranges::find(schemes, scheme) == schemes.end()) return {};
  if (scheme.starts_with("http") && !link.substr(colon).starts_with("://")) return {};
  return link;
}

bool is_kept_class(std::string_view name) {
  static constexpr std::array kept{"mention", "hashtag", "ellipsis", "invisible", "quote-inline"};
  for (std::string_view const prefix : {"h-", "p-", "u-", "dt-", "e-"})
    if (name.starts_with(prefix)) return true;
  return std::ranges::find(kept, name) != kept.end();
}

bool is_shortcode(std::string_view text) {
  return text.size() >= 4 && text.front() == ':' && text.back() == ':' &&
         is_letters(text.substr(1, text.size() - 2),
                    [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; });
}

/// The TeX text a formula carries for those who cannot draw it.
std::string_view tex_of(GumboNode const* math) {
  std::vector<GumboNode const*> waiting{math};
  while (!waiting.empty()) {
    auto const* node = waiting.back();
    waiting.pop_back();
    if (node->type != GUMBO_NODE_ELEMENT) continue;
    auto const& element = node->v.element;
    if (short_attribute(element, "encoding") == "application/x-tex" && element.children.length > 0) {
      auto const* text = static_cast<GumboNode const*>(element.children.data[0]);
      if (text->type == GUMBO_NODE_TEXT || text->type == GUMBO_NODE_CDATA) return trimmed(text->v.text.text);
    }
    for (unsigned i = element.children.length; i-- > 0;)
      waiting.push_back(static_cast<GumboNode const*>(element.children.data[i]));
  }
  return {};
}

/// Writes an allowed part of a tree. Walks with a stack of its own, whatever the nesting.
class Serialiser {
 public:
  std::string run(GumboNode const* root) {
    stack_.push_back({root, 0, {}, Treatment::unwrapped});
    while (!stack_.empty()) {
      auto& frame = stack_.back();
      auto const& children = frame.node->v.element.children;
      if (frame.next_child == children.length) {
        leave(frame);
        stack_.pop_back();
      } else {
        enter(static_cast<GumboNode const*>(children.data[frame.next_child++]));
      }
    }
    return std::move(html_);
  }

 private:
  struct Frame {
    GumboNode const* node;
    unsigned next_child;
    std::string_view closing;  // what ends it; empty when it was unwrapped
    Treatment as;
  };

  void enter(GumboNode const* node) {
    switch (node->type) {
      case GUMBO_NODE_TEXT:
      case GUMBO_NODE_CDATA:
        return append_text(node->v.text.text);
      case GUMBO_NODE_WHITESPACE:
        html_ += node->v.text.text;
        return;
      case GUMBO_NODE_ELEMENT:
        return enter_element(node);
      default:
        return;
    }
  }

  void enter_element(GumboNode const* node) {
    auto const& element = node->v.element;
    // Elements of SVG and MathML share names with ours and are none of them.
    auto treatment =
        element.tag_namespace == GUMBO_NAMESPACE_HTML || element.tag == GUMBO_TAG_MATH || element.tag == GUMBO_TAG_SVG
            ? treatment_of(element.tag)
            : Treatment::dropped;
    switch (treatment) {
      case Treatment::dropped:
        return;
      case Treatment::formula:
        return append_text(std::string(tex_of(node)));
      case Treatment::image:
        return append_image(element);
      case Treatment::line_break:
        begin_inline();
        html_ += "<br>";
        fresh_ = true;
        return;
      default:
        break;
    }
    bool const block = treatment == Treatment::block_kept || treatment == Treatment::heading;
    if (depth_ >= most_depth || (block && headings_ > 0))
      treatment = block ? Treatment::unwrapped_block : Treatment::unwrapped;
    stack_.push_back({node, 0, open(element, treatment), treatment});
    if (stack_.back().closing.empty()) return;
    ++depth_;
    headings_ += treatment == Treatment::heading ? 1 : 0;
    links_ += element.tag == GUMBO_TAG_A ? 1 : 0;
  }

  /// Writes the beginning of an element and returns its end; nothing is written for unwrapped ones.
  std::string_view open(GumboElement const& element, Treatment treatment) {
    switch (treatment) {
      case Treatment::unwrapped_block:
        begin_line();
        return {};
      case Treatment::heading:
        begin_block();
        html_ += "<p><strong>";
        return "</strong></p>";
      case Treatment::block_kept:
        begin_block();
        return open_tag(element);
      case Treatment::inline_kept:
        if (element.tag == GUMBO_TAG_A && (links_ > 0 || safe_link(short_attribute(element, "href")).empty()))
          return {};
        begin_inline();
        return open_tag(element);
      default:
        return {};
    }
  }

  void leave(Frame const& frame) {
    if (frame.as == Treatment::unwrapped_block) begin_line();
    if (frame.closing.empty()) return;
    html_ += frame.closing;
    --depth_;
    if (frame.as == Treatment::heading) --headings_;
    if (frame.node->v.element.tag == GUMBO_TAG_A) --links_;
    if (frame.as != Treatment::inline_kept) begin_block();
  }

  std::string_view open_tag(GumboElement const& element) {
    html_ += '<';
    html_ += gumbo_normalized_tagname(element.tag);
    append_attributes(element);
    html_ += '>';
    return closing_of(element.tag);
  }

  static std::string_view closing_of(GumboTag tag) {
    static auto const closings = [] {
      std::array<std::string, GUMBO_TAG_LAST> all;
      for (int i = 0; i < GUMBO_TAG_LAST; ++i)
        all[static_cast<std::size_t>(i)] = std::string("</") + gumbo_normalized_tagname(static_cast<GumboTag>(i)) + ">";
      return all;
    }();
    return closings[static_cast<std::size_t>(tag)];
  }

  void append_attributes(GumboElement const& element) {
    auto const tag = element.tag;
    if (tag == GUMBO_TAG_A) append_attribute("href", safe_link(short_attribute(element, "href")));
    if (tag == GUMBO_TAG_A || tag == GUMBO_TAG_SPAN || tag == GUMBO_TAG_P)
      append_classes(short_attribute(element, "class"));
    if (tag == GUMBO_TAG_A || tag == GUMBO_TAG_ABBR) append_attribute("title", short_attribute(element, "title"));
    if ((tag == GUMBO_TAG_A || tag == GUMBO_TAG_SPAN) && short_attribute(element, "translate") == "no")
      append_attribute("translate", "no");
    if (tag == GUMBO_TAG_BLOCKQUOTE) append_attribute("cite", safe_link(short_attribute(element, "cite")));
    if (tag == GUMBO_TAG_OL) append_number("start", short_attribute(element, "start"));
    if (tag == GUMBO_TAG_OL && gumbo_get_attribute(&element.attributes, "reversed")) html_ += " reversed";
    if (tag == GUMBO_TAG_LI) append_number("value", short_attribute(element, "value"));
    auto const language = short_attribute(element, "lang");
    if (language.size() <= 35 &&
        is_letters(language, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-'; }))
      append_attribute("lang", language);
    if (tag == GUMBO_TAG_A) html_ += " rel=\"nofollow noopener\" target=\"_blank\"";
  }

  void append_attribute(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    html_ += ' ';
    html_ += name;
    html_ += "=\"";
    append_clean(value);
    html_ += '"';
  }

  void append_number(std::string_view name, std::string_view value) {
    auto const digits = value.starts_with('-') ? value.substr(1) : value;
    if (digits.size() <= 9 && is_letters(digits, [](char c) { return c >= '0' && c <= '9'; }))
      append_attribute(name, value);
  }

  void append_classes(std::string_view classes) {
    std::string kept;
    while (!(classes = trimmed(classes)).empty()) {
      auto const name = classes.substr(0, classes.find_first_of(" \t\r\n\f"));
      classes.remove_prefix(name.size());
      if (!is_kept_class(name)) continue;
      if (!kept.empty()) kept += ' ';
      kept += name;
    }
    append_attribute("class", kept);
  }

  void append_image(GumboElement const& element) {
    auto const alt = trimmed(short_attribute(element, "alt"));
    auto const source = safe_link(short_attribute(element, "src"));
    // Custom emoji come as pictures of their shortcodes.
    if (is_shortcode(alt) || links_ > 0 || source.empty()) return append_text(alt);
    begin_inline();
    html_ += "<a";
    append_attribute("href", source);
    html_ += " rel=\"nofollow noopener\" target=\"_blank\">";
    append_clean(alt.empty() ? source : alt);
    html_ += "</a>";
  }

  void append_text(std::string_view text) {
    if (text.empty()) return;
    begin_inline();
    append_clean(text);
  }

  void append_clean(std::string_view text) { append_escaped_html(html_, clean_text(text)); }

  // Blocks we do not write still stand on lines of their own.
  void begin_line() { break_due_ = break_due_ || !fresh_; }
  void begin_block() {
    break_due_ = false;
    fresh_ = true;
  }
  void begin_inline() {
    if (break_due_) html_ += "<br>";
    break_due_ = fresh_ = false;
  }

  std::string html_;
  std::vector<Frame> stack_;
  std::size_t depth_ = 0;
  int links_ = 0, headings_ = 0;
  bool break_due_ = false;  // a line break before the next inline content
  bool fresh_ = true;       // nothing inline since the last block began or ended
};

/// Collects text, with newlines where lines end.
class TextCollector {
 public:
  std::string run(GumboNode const* root) {
    std::vector<std::pair<GumboNode const*, unsigned>> stack{{root, 0}};
    while (!stack.empty()) {
      auto& [node, next] = stack.back();
      auto const& children = node->v.element.children;
      if (next == children.length) {
        if (node != root) end_element(treatment_of(node->v.element.tag));
        stack.pop_back();
        continue;
      }
      auto const* child = static_cast<GumboNode const*>(children.data[next++]);
      if (child->type != GUMBO_NODE_ELEMENT) {
        if (child->type != GUMBO_NODE_COMMENT && child->type != GUMBO_NODE_TEMPLATE) text_ += child->v.text.text;
      } else if (begin_element(child)) {
        stack.emplace_back(child, 0);
      }
    }
    return std::string(trimmed(clean_text(text_)));
  }

 private:
  bool begin_element(GumboNode const* node) {
    auto const& element = node->v.element;
    switch (treatment_of(element.tag)) {
      case Treatment::dropped:
        return false;
      case Treatment::formula:
        text_ += tex_of(node);
        return false;
      case Treatment::image:
        text_ += short_attribute(element, "alt");
        return false;
      case Treatment::line_break:
        text_ += '\n';
        return false;
      case Treatment::unwrapped_block:
        if (!text_.empty() && text_.back() != '\n') text_ += '\n';
        return true;
      case Treatment::block_kept:
      case Treatment::heading:
        if (element.tag != GUMBO_TAG_LI) return end_paragraph();
        if (!text_.empty() && text_.back() != '\n') text_ += '\n';
        return true;
      default:
        return true;
    }
  }

  void end_element(Treatment treatment) {
    if (treatment == Treatment::unwrapped_block && !text_.empty() && text_.back() != '\n') text_ += '\n';
    if (treatment == Treatment::block_kept || treatment == Treatment::heading) paragraph_ended_ = true;
  }

  bool end_paragraph() {
    if (paragraph_ended_ && !text_.empty()) text_ += text_.ends_with('\n') ? "\n" : "\n\n";
    paragraph_ended_ = false;
    return true;
  }

  std::string text_;
  bool paragraph_ended_ = false;
};

}  // namespace

SafeHtml sanitise(std::string_view html) {
  if (html.empty()) return {};
  HtmlFragment const fragment(html);
  return SafeHtml::trusted(Serialiser().run(fragment.root()));
}

std::string plain_text(std::string_view html) {
  if (html.find_first_of("<&") == std::string_view::npos) return std::string(trimmed(clean_text(html)));
  HtmlFragment const fragment(html);
  return TextCollector().run(fragment.root());
}

}  // namespace dunlin
