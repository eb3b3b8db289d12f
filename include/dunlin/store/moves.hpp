#pragma once
#include <optional>
#include <vector>

#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

/// Who moved to another account, and what goes with them.
namespace dunlin::store::moves {

using db::Tx;

void insert(Tx& tx, AccountId account, AccountId target, Timestamp when);
/// When the account moved last.
std::optional<Timestamp> last(Tx& tx, AccountId account);

/// Where the account is now; nowhere else for none.
void point(Tx& tx, AccountId account, AccountId target);

/// Local followers of the account, by id, beginning after this one.
std::vector<AccountId> local_followers(Tx& tx, AccountId account, AccountId after, int most);
/// Other servers' accounts that block it.
std::vector<AccountId> remote_blockers(Tx& tx, AccountId account);

/// What people here wrote down about the account is found with the target too.
void copy_notes(Tx& tx, AccountId account, AccountId target);
/// Who of ours blocks, or mutes, the account, and nothing keeps them and the target apart yet nor ties them.
struct Averse {
  std::vector<AccountId> blocking, muting;
};
Averse averse(Tx& tx, AccountId account, AccountId target);

}  // namespace dunlin::store::moves
