#include "account_pages.hpp"

#include <span>

#include "dunlin/store/records.hpp"
#include "entities/account.hpp"
#include "pages.hpp"

namespace dunlin::api::mastodon {

access::Reply account_page(access::Call const& call, db::Tx& tx, std::vector<store::relations::Entry> const& entries,
                           Window const& window) {
  std::vector<AccountId> ids;
  ids.reserve(entries.size());
  for (auto const& entry : entries) ids.push_back(entry.account);
  return page(call, entities::account_list(call.app, tx, ids),
              ends_of(entries, window, [](auto const& entry) { return entry.cursor; }), PageLinks::accounts);
}

Account account_at(access::Call const& call, db::Tx& tx, std::string_view name) {
  auto const id = call.id_at<AccountId>(name);
  auto const found = store::accounts_by_id(call.app.records, tx, std::span(&id, 1));
  // One's own account shows before it is let in.
  if (!found.front() || (found.front()->awaited && call.viewer() != id)) throw not_found();
  return *found.front();
}

}  // namespace dunlin::api::mastodon
