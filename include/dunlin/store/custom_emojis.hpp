#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/platform/db/transaction.hpp"

// Emoji of this server's own, as the admin imported them.
namespace dunlin::store::custom_emojis {

using db::Tx;

struct CustomEmoji {
  std::string shortcode;
  std::string file;  // key in the storage
  std::string type;  // "image/png"
  std::string category;
  bool listed = true;  // in pickers
};

/// All, by category and shortcode. One query.
std::vector<CustomEmoji> all(Tx& tx);
/// Those of these shortcodes that there are. One query.
std::vector<CustomEmoji> find(Tx& tx, std::span<std::string const> shortcodes);
/// In place of one of the same shortcode.
void put(Tx& tx, CustomEmoji const& emoji, Timestamp now);
/// Takes all away; returns their files.
std::vector<std::string> remove_all(Tx& tx);

}  // namespace dunlin::store::custom_emojis
