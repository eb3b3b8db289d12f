#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"

// Threads of direct posts, as each local account that takes part sees them.
namespace dunlin::store::direct {

using db::Tx;
using TalkId = Id<struct TalkTag>;

struct Talk {
  TalkId id;
  std::vector<AccountId> others;  // who takes part besides the account; empty when it talks to itself
  StatusId last_status;
  bool unread = false;
};

/// A direct post belongs into the threads of its author and of those who were told of it (a notification of the
/// mention stands): call it once they are. Unread for all but the author. Nothing for other posts; twice is once.
/// Returns whose threads have it now as their last.
std::vector<AccountId> add(Tx& tx, StatusId status);
/// The post is gone: threads that ended with it end with the one before, or are gone too.
void forget(Tx& tx, StatusId status);

/// By their last post, newest first: that is what the list is paged by.
std::vector<Talk> page(Tx& tx, AccountId of, Window const& window);
std::optional<Talk> find(Tx& tx, AccountId of, TalkId id);
/// The thread that ends with this post.
std::optional<Talk> ending_with(Tx& tx, AccountId of, StatusId last);
/// False when the account has no such thread.
bool mark(Tx& tx, AccountId of, TalkId id, bool unread);
bool remove(Tx& tx, AccountId of, TalkId id);
/// All in which this other one takes part: after a block.
void remove_with(Tx& tx, AccountId of, AccountId other);

}  // namespace dunlin::store::direct
