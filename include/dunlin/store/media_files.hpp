#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/platform/db/transaction.hpp"

// Which files of the storage rows name, by their keys.
namespace dunlin::store::media_files {

using db::Tx;

/// Those of the keys that a row names.
std::vector<std::string> named_among(Tx& tx, std::span<std::string const> keys);
/// The next keys that rows name, in order; a key that two name comes twice.
std::vector<std::string> named_after(Tx& tx, std::string_view key, int most);

/// Whose it is.
struct Owner {
  std::string what;      // "attachment", "preview", "avatar", "header", "emoji"
  std::string username;  // of the account, or the shortcode of the emoji
  std::string status;    // the address of the status that shows it; empty for none
};
std::optional<Owner> find_owner(Tx& tx, std::string_view key);

/// The files of these keys are found below another address now: rows that name them say so.
void readdress(Tx& tx, std::span<std::string const> keys, std::string_view root_url);
/// The same for the pictures of emoji, which posts and profiles name by their addresses: at most so many rows. Returns
/// how many it changed.
int readdress_emojis(Tx& tx, std::string_view former_root_url, std::string_view root_url, int most);

}  // namespace dunlin::store::media_files
