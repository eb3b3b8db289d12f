#include "searching.hpp"

#include <algorithm>
#include <utility>

#include "dunlin/base/ascii.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/store/accounts.hpp"
#include "handles.hpp"

namespace dunlin::api::mastodon {
namespace {

constexpr std::int64_t farthest_offset = 10'000;
constexpr std::size_t longest_query = 2'048;  // bytes: an URL may be searched for

}  // namespace

int read_offset(http::Params const& params) {
  return static_cast<int>(std::clamp<std::int64_t>(params.integer("offset").value_or(0), 0, farthest_offset));
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  auto const begin = text.find_first_not_of(blank);
  if (begin == text.npos) return {};
  text = text.substr(begin, text.find_last_not_of(blank) - begin + 1);
  if (text.size() > longest_query) return {};
  return std::string(text);
}

std::vector<AccountId> search_accounts(access::Call const& call, db::Tx& tx, std::string_view query, AccountId first,
                                       AccountSearch const& options) {
  std::vector<AccountId> ids;
  if (first && options.offset == 0) ids.push_back(first);
  if (query.starts_with('@')) query.remove_prefix(1);
  auto const at = query.find('@');
  auto const handle = at == query.npos ? std::nullopt : parse_handle(call.app.config, query);
  store::accounts::Search what{.username = ascii_lower(handle ? handle->username : std::string(query)),
                               .domain = handle ? ascii_lower(handle->domain) : std::string(),
                               .viewer = call.viewer(),
                               .following = options.following,
                               .limit = options.limit,
                               .offset = options.offset};
  if (what.username.empty() || (at != query.npos && !handle)) return ids;
  for (auto const id : store::accounts::search(tx, what))
    if (id != first && std::ssize(ids) < options.limit) ids.push_back(id);
  return ids;
}

awaitable<AccountId> resolve_query(access::Call const& call, std::string query) {
  auto const handle = parse_handle(call.app.config, query);
  if (!handle || handle->domain.empty()) co_return AccountId{};
  auto const account = co_await federation::resolve_handle(call.app, handle->text());
  co_return account && !account->is_suspended() ? account->id : AccountId{};
}

}  // namespace dunlin::api::mastodon
