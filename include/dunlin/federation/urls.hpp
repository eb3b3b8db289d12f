#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/config/config.hpp"

namespace dunlin::federation {

/// The ids and addresses we mint. Numeric for new things; a stored uri always wins over these, since imported
/// rows keep theirs.
struct Urls {
  std::string base;  // config.base_url()

  std::string actor(AccountId id) const { return base + "/ap/users/" + to_string(id); }
  std::string profile(std::string_view username) const { return base + "/@" + std::string(username); }
  std::string status(AccountId author, StatusId id) const { return actor(author) + "/statuses/" + to_string(id); }
  std::string status_page(std::string_view username, StatusId id) const { return profile(username) + "/" + to_string(id); }
  std::string instance_actor() const { return base + "/actor"; }
  std::string shared_inbox() const { return base + "/inbox"; }
  std::string tag(std::string_view name) const { return base + "/tags/" + std::string(name); }
};

inline Urls urls(config::Config const& config) { return {config.base_url()}; }

/// An URL of ours, taken apart. Both spellings: /ap/users/ID… and /users/NAME….
struct LocalUrl {
  std::optional<AccountId> account;
  std::string username;
  std::optional<StatusId> status;
  std::string rest;  // what follows: "inbox", "followers", …
};
/// Nothing when the URL is not on our web, handle or an alternate domain.
std::optional<LocalUrl> parse_local(config::Config const& config, std::string_view url);
bool is_ours(config::Config const& config, std::string_view url);

}  // namespace dunlin::federation
