#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/account.hpp"
#include "dunlin/platform/db/transaction.hpp"

/// Who follows whom across servers, by actor ids: what followers synchronization compares (FEP-8fcf).
namespace dunlin::store::follower_uris {

using db::Tx;

/// The remote followers of a local account; at most so many.
std::vector<std::string> remote(Tx& tx, AccountId target, int most);
/// Those of them whose id begins with this scheme and host ("https://host").
std::vector<std::string> at_origin(Tx& tx, AccountId target, std::string_view origin);

struct Local {
  AccountId account;
  std::string uri;
};
/// The local followers of a remote account.
std::vector<Local> local(Tx& tx, AccountId target);
/// Which of these actor ids are local accounts that have asked to follow the target.
std::vector<AccountId> requesting(Tx& tx, AccountId target, std::span<std::string const> uris);
/// Which of them are local accounts that neither follow nor have asked to.
std::vector<AccountId> strangers(Tx& tx, AccountId target, std::span<std::string const> uris);

}  // namespace dunlin::store::follower_uris
