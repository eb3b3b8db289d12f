#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin::http {

/// One part of a multipart/form-data body (RFC 7578). `content` points into the body.
struct Part {
  std::string name;
  std::optional<std::string> file_name;
  std::string type;
  std::string_view content;
};

/// The value of a parameter of a header such as `form-data; name="x"` (lower-case name), unquoted; nothing
/// when it is not there.
std::optional<std::string> header_parameter(std::string_view header, std::string_view name);

/// All parts in order. Throws Refusal: bad_request when broken, too_large beyond most_parts.
std::vector<Part> read_parts(std::string_view content_type, std::string_view body, std::size_t most_parts);

}  // namespace dunlin::http
