#pragma once
#include <string_view>

#include "dunlin/platform/db/transaction.hpp"

/// Activities that arrived before: the same one comes to several inboxes, through relays, and again after retries.
namespace dunlin::store::seen {

using db::Tx;

/// How long one is remembered (contract, section 9).
inline constexpr Duration lifetime = std::chrono::days(7);

/// Remembers it by the SHA-256 of its id; false when it was known. What the transaction does besides is undone
/// with it.
bool insert(Tx& tx, std::string_view hash, Timestamp now);
bool contains(Tx& tx, std::string_view hash);
void sweep(Tx& tx, Timestamp before);

}  // namespace dunlin::store::seen
