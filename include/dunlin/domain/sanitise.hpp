#pragma once
#include <string>
#include <string_view>

#include "dunlin/domain/safe_html.hpp"

namespace dunlin {

/// HTML from outside, parsed as HTML5 and written anew with only the elements, classes and link schemes we
/// show (contract, section 16; behaviours.md, "Content HTML"). Never throws; its cost is linear in the input,
/// of which 128 KiB are read.
SafeHtml sanitise(std::string_view html);

/// The text of such HTML, entities decoded, paragraphs and line breaks as newlines, trimmed.
std::string plain_text(std::string_view html);

/// Text from outside that is to be shown as text: control characters are gone but newlines and tabs, line
/// ends are "\n", invalid UTF-8 is replaced.
std::string clean_text(std::string_view text);
/// The same for one line: newlines and tabs become spaces, and the ends are trimmed.
std::string clean_line(std::string_view text);

/// Appends text with the five characters escaped that mean something in HTML.
void append_escaped_html(std::string& to, std::string_view text);

}  // namespace dunlin
