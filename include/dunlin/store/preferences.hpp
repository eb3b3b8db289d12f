#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/visibility.hpp"
#include "dunlin/platform/db/transaction.hpp"

// What somebody with a login chose, and what they may do: for nobody's eyes but their own.
namespace dunlin::store::preferences {

using db::Tx;

/// A role as its holder sees it.
struct Role {
  std::int64_t id = -99;  // the role everyone has
  std::string name;
  std::int64_t permissions = 0;  // those of everyone included
  std::string color;
  bool highlighted = false;
};

struct Preferences {
  UserId user;
  Visibility default_visibility = Visibility::public_;
  bool default_sensitive = false;
  std::string default_language;          // empty for that of the interface
  std::string quote_policy = "public";   // who may quote: public, followers, nobody
  std::string expand_media = "default";  // default, show_all, hide_all
  bool expand_spoilers = false;
  bool autoplay_gifs = false;
  Role role;
  std::int64_t follow_requests = 0;  // waiting to be let in
};

/// By the account; nothing when no login stands behind it. One query.
std::optional<Preferences> find(Tx& tx, AccountId account);
/// Writes what of these the account's owner can set: defaults of new posts and the quote policy. Announces a
/// change of the account.
void update(Tx& tx, AccountId account, Preferences const& preferences);

}  // namespace dunlin::store::preferences
