#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/safe_html.hpp"

// Statuses in the reader's language, by a service that speaks LibreTranslate's protocol.
namespace dunlin::actions {

struct Translation {
  SafeHtml content;
  std::string spoiler_text;
  std::vector<std::pair<MediaId, std::string>> descriptions;  // of the media that have one
  PollId poll;                                                // none when there is none
  std::vector<std::string> options;
  std::string from, to;  // languages
};

/// Translates what the viewer may see; into the viewer's own language when none is asked for. Answers are kept for
/// a day. Refuses: not to be seen (not_found); no service, not open to everybody, or not a language the service
/// knows (forbidden); the service does not answer (unavailable).
awaitable<Translation> translate(App&, AccountId viewer, StatusId id, std::string language);

/// Into which languages texts of each language can be translated; "und" for texts of an unknown one. Empty without
/// a service.
using TranslationLanguages = std::map<std::string, std::vector<std::string>>;
awaitable<TranslationLanguages> translation_languages(App&);

}  // namespace dunlin::actions
