#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace dunlin {

/// A JSON value with room for everything, for what is rarely read. Writing is JsonWriter's, what comes in by the
/// thousand is read as it passes (http::read_params, federation::parse).
using Json = nlohmann::json;

/// Reads a text; is_discarded() when it is not JSON.
Json parse_json(std::string_view text);

/// The value as text without spaces; what is not UTF-8 in it is replaced.
std::string to_text(Json const& value);

}  // namespace dunlin
