// Statuses by their words.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "dunlin/base/ascii.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/status_search.hpp"
#include "handles.hpp"
#include "searching.hpp"

namespace dunlin::api::mastodon {
namespace {

/// Who is meant by each from: of the query, none for nobody who is known here. One query, if any.
std::vector<AccountId> authors_of(access::Call const& call, db::Tx& tx, StatusQuery const& query) {
  std::vector<std::string> handles;  // as asked for; "me" and what is no handle is empty
  for (auto const& condition : query.conditions) {
    if (condition.kind != Condition::Kind::from) continue;
    auto const handle = condition.value == "me" ? std::nullopt : parse_handle(call.app.config, condition.value);
    handles.push_back(handle ? ascii_lower(handle->text()) : condition.value == "me" ? "me" : "");
  }
  std::vector<std::string> asked;
  std::ranges::copy_if(handles, std::back_inserter(asked), [](auto const& h) { return !h.empty() && h != "me"; });
  auto const known = asked.empty() ? std::vector<Account>{} : store::accounts::by_handles(tx, asked);
  std::vector<AccountId> authors;
  for (auto const& handle : handles) {
    auto const at =
        std::ranges::find(known, handle, [](Account const& account) { return ascii_lower(account.acct()); });
    authors.push_back(handle == "me" ? call.viewer() : at == known.end() ? AccountId{} : at->id);
  }
  return authors;
}

template <class Id>
Id id_of(http::Params const& params, std::string_view name) {
  return params[name].blank() ? Id{} : parse_id<Id>(params.text(name).value_or("")).value_or(Id{});
}

}  // namespace

std::vector<StatusId> search_statuses(access::Call const& call, db::Tx& tx, std::string_view query, int limit,
                                      int offset) {
  store::status_search::Question question{.query = parse_status_query(query),
                                          .from = {},
                                          .author = id_of<AccountId>(call.params, "account_id"),
                                          .below = id_of<StatusId>(call.params, "max_id"),
                                          .above = id_of<StatusId>(call.params, "min_id"),
                                          .limit = limit,
                                          .offset = offset};
  if (!call.viewer() || question.query.empty()) return {};
  question.from = authors_of(call, tx, question.query);
  return store::status_search::find(tx, call.viewer(), question);
}

}  // namespace dunlin::api::mastodon
