#pragma once
#include <string>
#include <string_view>

namespace dunlin::log {

/// The text with control characters and bytes that are no UTF-8 written as \xNN: what came from outside must
/// not forge a line of the log or break its JSON.
std::string printable(std::string_view text);

}  // namespace dunlin::log
