#include "dunlin/domain/sanitise.hpp"
#include "unicode.hpp"

namespace dunlin {
namespace {

bool needs_cleaning(std::string_view text) {
  for (char const c : text)
    if (static_cast<unsigned char>(c) >= 0x7F || (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t'))
      return true;
  return false;
}

}  // namespace

std::string clean_text(std::string_view text) {
  if (!needs_cleaning(text)) return std::string(text);
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    auto const point = unicode::next(text, at);
    if (point == '\r') {
      if (at >= text.size() || text[at] != '\n') clean += '\n';
    } else if (!unicode::is_control(point)) {
      unicode::append(clean, point);
    }
  }
  return clean;
}

std::string clean_line(std::string_view text) {
  auto line = clean_text(text);
  for (char& c : line)
    if (c == '\n' || c == '\t') c = ' ';
  auto const begin = line.find_first_not_of(' ');
  if (begin == std::string::npos) return {};
  return line.substr(begin, line.find_last_not_of(' ') - begin + 1);
}

void append_escaped_html(std::string& to, std::string_view text) {
  for (char const c : text) {
    switch (c) {
      case '&':
        to += "&amp;";
        break;
      case '<':
        to += "&lt;";
        break;
      case '>':
        to += "&gt;";
        break;
      case '"':
        to += "&quot;";
        break;
      case '\'':
        to += "&#39;";
        break;
      default:
        to += c;
    }
  }
}

}  // namespace dunlin
