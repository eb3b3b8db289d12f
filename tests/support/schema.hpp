#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin::test {

/// What is wrong with a value that should be of this type of the contract, each "place: what"; nothing when it
/// fits. A type is the name of a file in tests/contract/schemas/, `Array<T>`, `Map<T>` or String.
///
/// Knows the words of JSON Schema that those files use, and throws std::logic_error at any other.
std::vector<std::string> schema_problems(std::string_view type, nlohmann::json const& value);

/// The same for text that should be JSON, as one string for a test's message; empty when it fits.
std::string misfit(std::string_view type, std::string_view json_text);

}  // namespace dunlin::test
