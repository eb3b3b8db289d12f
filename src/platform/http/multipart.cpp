#include "multipart.hpp"

#include <algorithm>

#include "ascii.hpp"
#include "dunlin/base/refusal.hpp"

namespace dunlin::http {
namespace {

constexpr std::size_t most_part_header_bytes = 8 * 1024;
constexpr std::size_t most_boundary_bytes = 200;  // RFC 2046 says 70; some clients write longer ones

[[noreturn]] void refuse() {
  throw Refusal{Refusal::Kind::bad_request, "Error occurred while parsing multipart body"};
}

/// Reads a quoted string that starts at `at` (just after the quote); leaves `at` behind the closing quote.
std::string read_quoted(std::string_view text, std::size_t& at) {
  std::string value;
  while (at < text.size() && text[at] != '"') {
    // Only \" and \\ are escapes: old browsers send "C:\file.png" as it is.
    if (text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == '"' || text[at + 1] == '\\')) ++at;
    value += text[at++];
  }
  ++at;
  return value;
}

Part read_part_headers(std::string_view block) {
  Part part;
  bool named = false;
  while (!block.empty()) {
    auto const end = std::min(block.find("\r\n"), block.size());
    auto const line = block.substr(0, end);
    block.remove_prefix(std::min(end + 2, block.size()));
    auto const colon = line.find(':');
    if (colon == std::string_view::npos) refuse();
    auto const value = trimmed(line.substr(colon + 1));
    if (equal_ignoring_case(line.substr(0, colon), "content-disposition")) {
      auto name = header_parameter(value, "name");
      if (!name) refuse();
      part.name = std::move(*name);
      part.file_name = header_parameter(value, "filename");
      named = true;
    } else if (equal_ignoring_case(line.substr(0, colon), "content-type")) {
      part.type = value;
    }
  }
  if (!named) refuse();
  return part;
}

}  // namespace

std::optional<std::string> header_parameter(std::string_view header, std::string_view name) {
  for (auto at = header.find(';'); at < header.size();) {
    auto const begin = header.find_first_not_of("; \t", at);
    if (begin == std::string_view::npos) return std::nullopt;
    auto const equals = header.find_first_of("=;", begin);
    if (equals == std::string_view::npos) return std::nullopt;
    at = equals;
    if (header[equals] == ';') continue;
    auto const key = trimmed(header.substr(begin, equals - begin));
    at = std::min(header.find_first_not_of(" \t", equals + 1), header.size());
    std::string value;
    if (at < header.size() && header[at] == '"') {
      value = read_quoted(header, ++at);
    } else {
      auto const end = std::min(header.find(';', at), header.size());
      value = trimmed(header.substr(at, end - at));
      at = end;
    }
    if (equal_ignoring_case(key, name)) return value;
  }
  return std::nullopt;
}

std::vector<Part> read_parts(std::string_view content_type, std::string_view body, std::size_t most_parts) {
  auto const boundary = header_parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > most_boundary_bytes) refuse();
  auto const delimiter = "\r\n--" + *boundary;

  std::vector<Part> parts;
  // The first delimiter has no line break before it unless there is a preamble.
  auto const opening = std::string_view(delimiter).substr(2);
  auto at = body.starts_with(opening) ? 0 : body.find(delimiter);
  if (at == std::string_view::npos) refuse();
  at += at == 0 && body.starts_with(opening) ? opening.size() : delimiter.size();
  while (!body.substr(at).starts_with("--")) {
    at = body.find_first_not_of(" \t", at);
    if (at == std::string_view::npos || !body.substr(at).starts_with("\r\n")) refuse();
    auto const headers = at + 2;
    auto const blank = body.substr(0, std::min(body.size(), headers + most_part_header_bytes)).find("\r\n\r\n", at);
    if (blank == std::string_view::npos || blank < headers) refuse();
    auto part = read_part_headers(body.substr(headers, blank - headers));
    auto const begin = blank + 4;
    // An empty part's content and the delimiter may share the blank line's break.
    auto const end = body.find(delimiter, blank + 2);
    if (end == std::string_view::npos) refuse();
    part.content = end >= begin ? body.substr(begin, end - begin) : std::string_view();
    parts.push_back(std::move(part));
    if (parts.size() > most_parts) throw Refusal{Refusal::Kind::too_large, "Too many parameters"};
    at = end + delimiter.size();
  }
  return parts;
}

}  // namespace dunlin::http
