#pragma once
#include <string>
#include <vector>

#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

/// What of this server is published in collections and counted in public.
namespace dunlin::store::publications {

using db::Tx;

struct Reply {
  StatusId id;
  std::string uri;
};
/// Public and unlisted replies to a status, oldest first.
std::vector<Reply> open_replies(Tx& tx, StatusId to, StatusId after, int most);

/// Public and unlisted posts of a thread, oldest first.
std::vector<Reply> open_thread(Tx& tx, ConversationId thread, StatusId after, int most);

/// Figures that NodeInfo shows.
struct Usage {
  std::int64_t users = 0, active_month = 0, active_half_year = 0;
  std::int64_t local_posts = 0;
};
Usage usage(Tx& tx, Timestamp now);

}  // namespace dunlin::store::publications
