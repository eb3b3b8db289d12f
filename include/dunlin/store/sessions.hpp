#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store::sessions {

using db::Tx;

/// A browser that is signed in to the pages.
struct Session {
  std::int64_t id = 0;
  UserId user;
  Timestamp created_at;
  Timestamp last_seen_at;
};

/// By the SHA-256 of the cookie's token.
std::optional<Session> find(Tx& tx, std::string_view hash);

struct Browser {
  std::string address;  // empty or an IP address
  std::string user_agent;
};
/// Starts a session of the user.
void insert(Tx& tx, Session const& session, std::string_view hash, Browser const& browser);
void touch(Tx& tx, std::int64_t id, Timestamp when);
void remove(Tx& tx, std::string_view hash);
/// Ends all of a user, as a new password must.
void remove_all(Tx& tx, UserId user);
/// Ends those of the user that were not seen since.
void remove_older(Tx& tx, UserId user, Timestamp seen_before);

}  // namespace dunlin::store::sessions
