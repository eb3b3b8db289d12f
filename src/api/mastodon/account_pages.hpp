#pragma once
#include <vector>

#include "dunlin/access/call.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/relations.hpp"

namespace dunlin::api::mastodon {

/// A list of accounts with its Link header, paged by the joining rows. One query for what is not in memory.
access::Reply account_page(access::Call const& call, db::Tx& tx, std::vector<store::relations::Entry> const& entries,
                           Window const& window);

/// The account at ":id" of the path, suspended ones too. Refuses (not_found) what others may not see.
Account account_at(access::Call const& call, db::Tx& tx, std::string_view name = "id");

}  // namespace dunlin::api::mastodon
