#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

// The files of the storage that are named after what they hold, from before they are written until they are removed.
// A file stays while a row names it, or while somebody has claimed it for a row to come.
namespace dunlin::store::kept_files {

using db::Tx;

/// Claims it, be it there or not. False when it is just being removed: then another name is needed.
bool claim(Tx& tx, std::string_view key, std::uint64_t bytes, Timestamp now);
/// Ends one claim on each: in the transaction that names them, or that does without.
void settle(Tx& tx, std::span<std::string const> keys);
/// Ends claims of processes that died, at most so many. Returns the keys; rows may name them, or not.
std::vector<std::string> settle_old(Tx& tx, Timestamp claimed_before, int most);

/// Of these, what nobody names or claims: nobody can claim it from now on, and the job must remove it. What is not
/// among kept files at all is removed too when no row names it.
std::vector<std::string> doom(Tx& tx, std::span<std::string const> keys, std::int64_t job);
/// They are gone.
void bury(Tx& tx, std::span<std::string const> keys, std::int64_t job);

/// Bytes of all that an account has uploaded for posts.
std::int64_t bytes_of(Tx& tx, AccountId account);

}  // namespace dunlin::store::kept_files
