#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

inline constexpr std::size_t most_emoji_bytes = 256 * 1024;

/// Those of our own emojis that a text shows. No query when it has no shortcode, else one. What a post or profile
/// showed when it was written stays with it.
std::vector<Emoji> emojis_in(App& app, db::Tx& tx, std::string_view text);

struct EmojiDraft {
  std::string shortcode;
  std::string category;
  bool listed = true;
  bool overwrite = false;  // where there is one of this shortcode already
};

/// False when there is one already and it is to stay. Refuses (invalid) what is no shortcode, and a file that is
/// neither PNG, GIF nor WebP or is larger than most_emoji_bytes. The former file stays for the posts that show it.
awaitable<bool> add_emoji(App& app, EmojiDraft draft, std::string_view bytes);

/// Takes all emojis away, and their files; returns how many there were.
std::size_t purge_emojis(db::Tx& tx);

}  // namespace dunlin::actions
