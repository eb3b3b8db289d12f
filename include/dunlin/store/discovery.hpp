#pragma once
#include <span>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

// Finding people who are not known yet. Only accounts that want to be found, none that is suspended, silenced, moved
// or awaited, and none that viewer and account keep apart.
namespace dunlin::store::discovery {

using db::Tx;

struct Directory {
  bool newest = false;  // who came last first; otherwise who posted last
  bool local = false;
  int limit = 40, offset = 0;
};
/// One query.
std::vector<AccountId> directory(Tx& tx, AccountId viewer, Directory const& wanted);

/// Why somebody is suggested.
enum class Source { friends_of_friends = 0, most_followed = 1 };
struct Suggestion {
  AccountId account;
  std::vector<Source> sources;
};
/// Whom the viewer may want to follow: neither followed, asked for, muted nor dismissed. One query.
std::vector<Suggestion> suggestions(Tx& tx, AccountId viewer, int limit, int offset);
/// This one no more.
void dismiss(Tx& tx, AccountId viewer, AccountId target, Timestamp now);

/// Of these accounts, in their order, which of those the viewer follows follow them; at most so many each. Nobody is
/// told of who hides their follows. One query.
struct Familiar {
  AccountId account;
  std::vector<AccountId> followers;
};
std::vector<Familiar> familiar_followers(Tx& tx, AccountId viewer, std::span<AccountId const> ids, int most);

}  // namespace dunlin::store::discovery
