#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/actions/translation.hpp"

// The translation service, as it speaks on the wire. Whatever goes wrong is a refusal: unavailable.
namespace dunlin::actions::libre_translate {

/// What it can translate into what, asked anew each time.
awaitable<TranslationLanguages> languages(App&);

struct Answer {
  std::vector<std::string> html;  // one for each text
  std::string from;               // the language it took the texts for
};
/// Translates pieces of HTML. `from` is empty when nobody knows it. The answer is whatever the service says: not safe.
awaitable<Answer> translate(App&, std::vector<std::string> const& html, std::string const& from, std::string const& to);

}  // namespace dunlin::actions::libre_translate
