#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

/// Looks up on their servers whom a text mentions and who is not known here. Takes at most a few seconds: a dead
/// server must not hold up a post; whoever is not found by then stays plain text.
awaitable<void> meet_mentioned(App& app, std::string_view text);

/// Makes html, mentions, tags and custom emojis of a local status from its text. A query where it mentions, and one
/// where it has shortcodes.
void compose(App& app, db::Tx& tx, Status& status);

/// Text as it is stored: line ends and control characters put right, the ends trimmed.
std::string tidy(std::string_view text);

/// Refuses text that is too long (spoiler and text together), and blank text with nothing beside it.
void check_length(App const& app, std::string_view spoiler_text, std::string_view text, bool has_more);
/// Refuses lists of media that do not go together or are not the author's to attach; returns them.
std::vector<Media> check_media(App const&, db::Tx& tx, AccountId author, StatusId status, std::span<MediaId const> ids);
/// A poll and media do not go together (behaviours.md, "Polls").
Refusal poll_with_media();
/// What stands in place of a text when there is only a content warning.
std::string placeholder(std::span<Media const> media);

/// A language tag as it is stored ("de", "pt-BR"); empty for what is none.
std::string tidy_language(std::string_view language);

}  // namespace dunlin::actions
