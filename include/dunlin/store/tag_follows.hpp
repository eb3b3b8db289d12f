#pragma once
#include <span>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"

// Who follows which hashtags.
namespace dunlin::store::tag_follows {

using db::Tx;

enum class Inserted { yes, no, too_many };
/// Not more than `most`.
Inserted insert(Tx& tx, AccountId who, TagId tag, int most, Timestamp now);
bool remove(Tx& tx, AccountId who, TagId tag);

struct Entry {
  std::int64_t cursor = 0;
  Hashtag tag;
};
/// Newest first.
std::vector<Entry> page(Tx& tx, AccountId who, Window const& window);

/// What an account has to do with hashtags.
struct Ties {
  std::vector<TagId> following, featuring;
};
/// Of these. One query.
Ties ties(Tx& tx, AccountId who, std::span<TagId const> tags);

}  // namespace dunlin::store::tag_follows
