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
  std::string base;    // config.base_url()
  std::string domain;  // config.local_domain: what stands behind the second @ of our handles

  std::string actor(AccountId id) const { return base + "/ap/users/" + to_string(id); }
  std::string profile(std::string_view username) const { return base + "/@" + std::string(username); }
  std::string status(AccountId author, StatusId id) const { return actor(author) + "/statuses/" + to_string(id); }
  std::string status_page(std::string_view username, StatusId id) const {
    return profile(username) + "/" + to_string(id);
  }
  std::string instance_actor() const { return base + "/actor"; }
  std::string shared_inbox() const { return base + "/inbox"; }
  std::string tag(std::string_view name) const { return base + "/tags/" + std::string(name); }
};

inline Urls urls(config::Config const& config) {
  return {config.base_url(), config.local_domain};
}

/// An URL of ours, taken apart. All spellings: /ap/users/ID…, /users/NAME… and the page /@NAME….
struct LocalUrl {
  std::optional<AccountId> account;
  std::string username;
  std::optional<StatusId> status;
  std::string rest;  // what follows: "inbox", "followers", "activity"…; "actor" for the instance actor
};
/// Nothing when the URL is not on our web, handle or an alternate domain, or is nobody's.
std::optional<LocalUrl> parse_local(config::Config const& config, std::string_view url);
bool is_ours(config::Config const& config, std::string_view url);

/// "host" or "host:port" of an http(s) URL, lower-case and in ASCII; empty when the URL is none that we would
/// ever use: another scheme, userinfo, control characters, backslashes, blanks, over 2048 bytes (contract,
/// section 16).
std::string host_of(std::string_view url);
/// Whether both are usable URLs on the same host and port.
bool same_host(std::string_view one, std::string_view other);

}  // namespace dunlin::federation
