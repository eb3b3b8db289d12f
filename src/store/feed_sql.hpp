#pragma once
#include <vector>

#include "windows.hpp"

// How a feed that is made of many authors is asked of the tables: home and lists. Statements take $1 whose feed,
// $2 whether to bound the page, then the window ($3 below, $4 above, $5 how many). `reader` is the account that reads.

// Nothing keeps `reader` from seeing what this author wrote.
#define FEED_NOT_MUTED(reader, author)                                                  \
  "not exists (select from mutes where account_id = " reader " and target_id = " author \
  " and (expires_at is null or expires_at > now())) "
#define FEED_NOT_BLOCKED(reader, author)                                                 \
  "not exists (select from blocks where account_id = " reader " and target_id = " author \
  ") "                                                                                   \
  "and not exists (select from blocks where account_id = " author " and target_id = " reader ") "
#define FEED_DOMAIN_WANTED(reader, domain)                                                          \
  "(" domain " is null or not exists (select from account_domain_blocks where account_id = " reader \
  " and domain = " domain ")) "

// Whether `source` wants status `s` of its author: the rules of audience::of_home. `answers` tells whether answers to
// the author of s.in_reply_to_account_id are wanted.
#define FEED_WANTED(reader, answers)                                                                  \
  "s.author_id = source.author_id and s.deleted_at is null and (source.own or ("                      \
  "(s.visibility < 3 or exists (select from mentions where status_id = s.id and account_id = " reader \
  ")) "                                                                                               \
  "and (s.language = '' or cardinality(source.languages) = 0 or s.language = any(source.languages)) " \
  "and ((s.in_reply_to_id is null and s.in_reply_to_uri = '') "                                       \
  "or s.in_reply_to_account_id in (" reader ", s.author_id) or " answers                              \
  ") "                                                                                                \
  "and (s.boost_of_id is null or (source.show_boosts and exists ("                                    \
  "select from statuses o join accounts a on a.id = o.author_id where o.id = s.boost_of_id "          \
  "and " FEED_NOT_MUTED(reader, "o.author_id") "and " FEED_NOT_BLOCKED(                               \
      reader, "o.author_id") "and " FEED_DOMAIN_WANTED(reader, "a.domain") "))))) "

#define FEED_IN_WINDOW(id) id " < $3::bigint and " id " > $4::bigint "

// Asks every source for its first status in the window, by one probe of an index each. The place of the 2n-th of these
// bounds the page, so only the few sources that reach it are read at all: a thousand followees cost little more than a
// thousand probes. When too many of what is found there is not wanted, the page is asked for again without a bound
// ($2). `sources` tells author_id, show_boosts, languages and own of each. Hashtags may be sources too: `tag_ctes`
// finds them, `tag_heads` their first statuses, and `tagged` is what they add to the page.
#define FEED_PAGE(reader, sources, answers, tag_ctes, tag_heads, tagged, direction, beyond, farthest)                \
  "with source as materialized (" sources                                                                            \
  "), first as materialized ("                                                                                       \
  "select source.*, head.id from source cross join lateral ("                                                        \
  "select s.id from statuses s where s.author_id = source.author_id and s.deleted_at is null "                       \
  "and " FEED_IN_WINDOW("s.id") "order by s.id " direction                                                           \
                                " limit 1) head"                                                                     \
                                "), " tag_ctes                                                                       \
                                "bound as materialized ("                                                            \
                                "select coalesce((select id from (select id from first " tag_heads                   \
                                ") heads where $2::bool "                                                            \
                                "order by id " direction " offset 2 * $5::int - 1 limit 1), " farthest               \
                                ") as id"                                                                            \
                                ") select found.id, found.bound <> " farthest                                        \
                                " from ("                                                                            \
                                "select page.id, bound.id as bound "                                                 \
                                "from bound cross join first source cross join lateral ("                            \
                                "select s.id from statuses s where " FEED_WANTED(                                    \
                                    reader, answers) "and s.id " beyond                                              \
                                                     "= bound.id "                                                   \
                                                     "and " FEED_IN_WINDOW("s.id") "order by s.id " direction        \
                                                                                   " limit $5::int) page "           \
                                                                                   "where source.id " beyond         \
                                                                                   "= bound.id and " FEED_NOT_MUTED( \
                                                                                       reader, "source.author_id")   \
                                                                                       tagged                        \
      ") found order by found.id " direction " limit $5::int"

namespace dunlin::store {

/// The page of such a feed.
template <class AnyId>
std::vector<StatusId> read_feed(db::Tx& tx, Windowed const& list, AnyId whose, Window const& window) {
  bool bounded = true;
  auto const read = [&](db::Row const& row) {
    bounded = row.get<bool>(1);
    return row.get<StatusId>(0);
  };
  auto ids = read_window(tx, list, window, read, whose, true);
  if (ids.size() < static_cast<std::size_t>(window.limit) && bounded)
    ids = read_window(tx, list, window, read, whose, false);
  return ids;
}

}  // namespace dunlin::store
