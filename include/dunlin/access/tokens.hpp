#pragma once
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "dunlin/access/call.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::access {

/// Whose a bearer token is: asked from this process' memory first, by the token's SHA-256. What is remembered is
/// bounded in bytes and in time, and forgotten at once when a token, its user or its role changes. Any thread.
class Tokens {
 public:
  /// A change that no message told us of (Redis away) is overlooked for no longer than this.
  static constexpr Duration remembered_for = std::chrono::seconds(60);
  /// How often a token's and its user's "last used" are written.
  static constexpr Duration touched_every = std::chrono::hours(1);

  Tokens(Clock const& clock, std::size_t most_bytes) : clock_(clock), most_entries_(most_bytes / entry_bytes) {}

  /// SHA-256 of a token as sent: how tokens are known here and in the database.
  static std::string hash(std::string_view token);

  /// What memory knows of the hash; nothing when it must be asked for.
  std::optional<Token> remembered(std::string const& hash);

  struct Found {
    std::optional<Token> token;  // none for unknown and for revoked tokens
    bool revoked = false;
  };
  /// Asks the database, remembers a valid answer, and notes at most once an hour that token and user were active.
  Found find(db::Tx& tx, std::string const& hash);

  /// Forgets what a store::change::token names.
  void forget(db::Change const& change);

  std::size_t size() const;

 private:
  static constexpr std::size_t entry_bytes = 512;  // hash, token, list and table nodes
  struct Entry {
    std::string hash;
    Token token;
    Timestamp until;
  };
  void remember(std::string const& hash, Token const& token, std::uint64_t stamp);

  Clock const& clock_;
  std::size_t most_entries_;
  mutable std::mutex mutex_;
  std::list<Entry> entries_;  // most recently used first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> index_;
  std::uint64_t forgotten_ = 0;  // times anything was forgotten: an answer asked for before that is not remembered
};

}  // namespace dunlin::access
