#pragma once
#include <string_view>

namespace dunlin::http {

/// Whether the bytes are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF).
bool valid_utf8(std::string_view bytes);
/// Well-formed and without NUL, which PostgreSQL text cannot hold.
bool acceptable_text(std::string_view bytes);

}  // namespace dunlin::http
