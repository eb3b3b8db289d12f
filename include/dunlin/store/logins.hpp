#pragma once
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/preferences.hpp"

/// The logins behind local accounts, as those who look after this server may see them.
namespace dunlin::store::logins {

struct Login {
  AccountId account;
  std::string email, locale;
  std::string reason;  // given when asking to join; empty for none
  bool confirmed = false, approved = false, disabled = false;
  preferences::Role role;
  std::vector<std::pair<std::string, Timestamp>>
      addresses;  // of its sessions, and when each was last seen; newest first
};

/// Of these accounts those that have one, in no order. One query.
std::vector<Login> of(db::Tx& tx, std::span<AccountId const> accounts);

}  // namespace dunlin::store::logins
