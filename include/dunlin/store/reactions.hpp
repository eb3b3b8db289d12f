#pragma once
#include <string_view>

#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

// Emojis with which people of other servers answer statuses. What a status shows of them comes along with it.
namespace dunlin::store::reactions {

using db::Tx;

struct Given {
  StatusId status;
  AccountId account;
  std::string_view name, domain, url;  // the emoji, or a custom one: whose it is, its picture
  std::string_view uri;                // of the activity
};
/// Nothing changes when it is there, or the account has given this status too many already.
void insert(Tx& tx, Given const& given, Timestamp when);
/// One kind of emoji, or all when the name is empty.
void remove(Tx& tx, StatusId status, AccountId account, std::string_view name = {});
/// What the activity of this id gave.
void remove_by_uri(Tx& tx, StatusId status, AccountId account, std::string_view uri);

}  // namespace dunlin::store::reactions
