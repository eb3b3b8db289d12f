#include "dunlin/actions/custom_emojis.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <span>

#include "dunlin/actions/kept_files.hpp"
#include "dunlin/actions/media.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/domain/emoji.hpp"
#include "dunlin/media/sniff.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "dunlin/store/custom_emojis.hpp"

namespace dunlin::actions {
namespace {

namespace custom_emojis = store::custom_emojis;

constexpr std::array<std::string_view, 3> accepted_types{"image/png", "image/gif", "image/webp"};
constexpr std::size_t most_category_bytes = 200;

media::Type check(EmojiDraft const& draft, std::string_view bytes) {
  if (!is_shortcode(draft.shortcode))
    throw invalid(fmt::format("\"{}\" is no shortcode: two or more letters, digits and underscores", draft.shortcode));
  if (draft.category.size() > most_category_bytes) throw invalid("The category is too long");
  if (bytes.size() > most_emoji_bytes)
    throw invalid(fmt::format("{}: larger than {} KiB", draft.shortcode, most_emoji_bytes / 1024));
  auto const type = media::sniff(bytes);
  if (!type || std::ranges::find(accepted_types, type->name) == accepted_types.end())
    throw invalid(fmt::format("{}: neither PNG, GIF nor WebP", draft.shortcode));
  return *type;
}

}  // namespace

std::vector<Emoji> emojis_in(App& app, db::Tx& tx, std::string_view text) {
  std::vector<Emoji> shown;
  auto const codes = shortcodes_in(text);
  if (codes.empty()) return shown;
  auto const ours = custom_emojis::find(tx, codes);
  for (auto const& code : codes)
    if (auto const at = std::ranges::find(ours, code, &custom_emojis::CustomEmoji::shortcode); at != ours.end())
      shown.push_back({code, app.storage.url(at->file)});
  return shown;
}

awaitable<bool> add_emoji(App& app, EmojiDraft draft, std::string_view bytes) {
  auto const type = check(draft, bytes);
  auto const known = co_await app.db.read(
      [&](db::Tx& tx) { return !custom_emojis::find(tx, std::span(&draft.shortcode, 1)).empty(); });
  if (known && !draft.overwrite) co_return false;
  auto const key = co_await keep_bytes(app, "custom_emojis", type.extension, bytes);
  co_await app.db.transact([&](db::Tx& tx) {
    custom_emojis::put(tx, {draft.shortcode, key, std::string(type.name), draft.category, draft.listed},
                       app.clock.now());
    settle_files(tx, {key});
  });
  co_return true;
}

std::size_t purge_emojis(db::Tx& tx) {
  auto files = custom_emojis::remove_all(tx);
  auto const count = files.size();
  if (count > 0) jobs::enqueue(tx, RemoveFiles{std::move(files)});
  return count;
}

}  // namespace dunlin::actions
