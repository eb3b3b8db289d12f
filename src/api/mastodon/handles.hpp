#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/domain/account.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::api::mastodon {

/// "@name@domain" as somebody typed it, taken apart.
struct Handle {
  std::string username;
  std::string domain;  // ASCII, lower-case; empty for local accounts
  std::string text() const { return domain.empty() ? username : username + "@" + domain; }
};

/// With or without "@" in front and our own domain behind; nothing for what cannot be a handle.
std::optional<Handle> parse_handle(config::Config const& config, std::string_view text);

/// The account of that handle, if it is known here and others may see it.
std::optional<Account> find_by_handle(db::Tx& tx, Handle const& handle);

}  // namespace dunlin::api::mastodon
