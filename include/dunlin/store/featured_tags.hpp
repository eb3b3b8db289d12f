#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

// Hashtags that accounts show on their profiles.
namespace dunlin::store::featured_tags {

using db::Tx;
using FeaturedTagId = Id<struct FeaturedTagTag>;

struct FeaturedTag {
  FeaturedTagId id;
  TagId tag;
  std::string name;      // normalised
  std::string typed;     // as its owner wrote it
  std::string username;  // of the owner
  std::int64_t statuses_count = 0;
  std::optional<Timestamp> last_status_at;
};

/// Those of an account, the most used first. One query.
std::vector<FeaturedTag> by_account(Tx& tx, AccountId account);
std::optional<FeaturedTag> find(Tx& tx, AccountId account, TagId tag);
std::int64_t count(Tx& tx, AccountId account);

/// Features it and counts the statuses that have it; nothing changes when it is featured already.
void insert(Tx& tx, AccountId account, TagId tag, std::string_view typed, Timestamp now);
/// False when it was not featured.
bool remove(Tx& tx, AccountId account, FeaturedTagId id);
bool remove(Tx& tx, AccountId account, TagId tag);

/// What the account uses most of late and does not feature yet. One query.
std::vector<Hashtag> suggestions(Tx& tx, AccountId account, int most);

/// A new status of the author, or one that is gone or has changed, is counted where the author features one of its
/// tags. Neither costs a round trip.
void count_new(Tx& tx, Status const& status);
void count_again(Tx& tx, AccountId author);
/// The same where only the id is known.
void count_again_for(Tx& tx, StatusId status);

}  // namespace dunlin::store::featured_tags
