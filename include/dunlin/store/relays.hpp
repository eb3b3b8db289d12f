#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

/// Servers that hand public posts around (contract, section 11).
namespace dunlin::store::relays {

using db::Tx;
using RelayId = Id<struct RelayTag>;

/// The numbers are stored.
enum class State { asked = 0, accepted = 1, refused = 2 };

struct Relay {
  RelayId id;
  std::string inbox_url;
  std::string actor_uri;  // empty until a relay of the Mastodon manner has answered
  bool litepub = false;
  std::string follow_uri;
  State state = State::asked;
};

/// More would be a mistake: each of them is sent every public post.
inline constexpr int most = 50;

/// False, and nothing changes, when it is there already.
bool insert(Tx& tx, Relay const& relay, Timestamp now);
/// Oldest first.
std::vector<Relay> all(Tx& tx);
/// By inbox or actor.
std::optional<Relay> find(Tx& tx, std::string_view address);
std::optional<Relay> by_follow(Tx& tx, std::string_view follow_uri);
void answered(Tx& tx, RelayId id, std::string_view actor_uri, State state);
void remove(Tx& tx, RelayId id);
/// Whether what this actor hands on is wanted.
bool is_trusted(Tx& tx, std::string_view actor_uri);

}  // namespace dunlin::store::relays
