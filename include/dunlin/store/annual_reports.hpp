#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

// What one account did in one year, counted once and kept.
namespace dunlin::store::annual_reports {

using db::Tx;

struct Month {
  std::int64_t statuses = 0, followers = 0, following = 0;  // written; won; followed
};
struct Facts {
  std::int64_t posts = 0, replies = 0, boosts = 0;  // posts answer nobody else
  std::array<Month, 12> months{};
  struct Hashtag {
    std::string name;
    std::int64_t count = 0;
  };
  std::vector<Hashtag> hashtags;                          // most used first
  StatusId most_boosted, most_favourited, most_answered;  // open ones; none without any
};
struct Report {
  int year = 0;
  Facts facts;
  bool read = false;
};

/// Counts, in a fixed number of queries over the account's statuses and follows of that year.
Facts count(Tx& tx, AccountId account, int year);
void put(Tx& tx, AccountId account, int year, Facts const& facts, Timestamp now);
/// Newest first.
std::vector<Report> all(Tx& tx, AccountId account);
std::optional<Report> find(Tx& tx, AccountId account, int year);
/// False when there is none.
bool mark_read(Tx& tx, AccountId account, int year, Timestamp now);

}  // namespace dunlin::store::annual_reports
