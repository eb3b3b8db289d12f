#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/access/call.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/platform/http/params.hpp"

// What the searches of the API share.
namespace dunlin::api::mastodon {

struct AccountSearch {
  bool following = false;  // only whom the viewer follows
  int limit = 40;
  int offset = 0;
};
/// Accounts by the beginning of their names, `first` (none for nobody) in front.
std::vector<AccountId> search_accounts(access::Call const& call, db::Tx& tx, std::string_view query, AccountId first,
                                       AccountSearch const& options);

/// Statuses by their words and by the operators of domain/status_query.hpp, newest first; `account_id`, `max_id` and
/// `min_id` of the request narrow them. Nothing for who is not signed in.
std::vector<StatusId> search_statuses(access::Call const& call, db::Tx& tx, std::string_view query, int limit,
                                      int offset);

/// The account of another server that the query is the handle of, asked for there when unknown; none otherwise.
awaitable<AccountId> resolve_query(access::Call const& call, std::string query);

/// `offset` of a request, within bounds.
int read_offset(http::Params const& params);

/// Without white space at its ends, and no longer than anybody types.
std::string trimmed(std::string_view text);

}  // namespace dunlin::api::mastodon
