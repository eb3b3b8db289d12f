#pragma once
#include <optional>
#include <span>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/domain/list.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

inline constexpr int most_lists = 50;
inline constexpr int most_list_members = 5000;
inline constexpr int most_list_title_characters = 256;

/// What is said of a list; what is not, stays.
struct ListDraft {
  std::optional<std::string> title;
  std::optional<RepliesPolicy> replies;
  std::optional<bool> exclusive;
};

/// Refuses (invalid) a list without a title, with too long a one, and one too many.
List create_list(App&, db::Tx&, AccountId owner, ListDraft draft);
List change_list(App&, db::Tx&, AccountId owner, ListId id, ListDraft draft);
void remove_list(App&, db::Tx&, AccountId owner, ListId id);

/// Refuses (not_found) accounts that the owner neither follows nor asked to follow, and (invalid) members.
void add_to_list(App&, db::Tx&, AccountId owner, ListId id, std::span<AccountId const> accounts);
/// Whoever is no member is passed over.
void take_off_list(App&, db::Tx&, AccountId owner, ListId id, std::span<AccountId const> accounts);

}  // namespace dunlin::actions
