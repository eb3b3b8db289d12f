#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/platform/http/message.hpp"

/// Followers synchronization (FEP-8fcf): with each post for followers only the sender says which of the receiver's
/// people it takes for followers, so that nobody reads on who no longer may.
namespace dunlin::federation {

inline constexpr std::string_view synchronization_header = "Collection-Synchronization";

struct Synchronization {
  std::string collection;  // the sender's followers
  std::string digest;      // of those on the receiver's server
  std::string url;         // where they are listed
};
std::string write_synchronization(Synchronization const&);
/// What the header says that this request's signature covers; nothing when there is none.
std::optional<Synchronization> synchronization_of(http::Request const& request);

/// SHA-256 of every id, one laid over the other: the same whatever the order. Hex; zeros for none.
std::string followers_digest(std::span<std::string const> uris);
/// The same apart for each "scheme://host" that ids begin with.
std::map<std::string, std::string, std::less<>> digests_by_origin(std::span<std::string const> uris);
/// "scheme://host:port" of a URL.
std::string origin_of(std::string_view url);

/// Where a local account lists its followers for the server that asks.
std::string synchronization_url(Account const& account);
/// The ids listed there, which have this digest; nothing when they have another, or cannot be had.
awaitable<std::optional<std::vector<std::string>>> listed_followers(App&, Synchronization const& announced);

}  // namespace dunlin::federation
