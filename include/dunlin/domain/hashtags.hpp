#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace dunlin {

/// The one spelling of a hashtag that is stored and compared: one leading '#' gone, NFKC, case folded. Nothing
/// for what is no hashtag: empty, digits only, other characters than letters, digits, marks, '_' and inner
/// middle dots, or longer than 255 characters.
std::optional<std::string> normalise_hashtag(std::string_view name);

/// "https://host/tags/" + the percent-encoded normal form.
std::string hashtag_url(std::string_view base_url, std::string_view normalised);

}  // namespace dunlin
