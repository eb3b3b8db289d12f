#include "dunlin/store/accounts.hpp"
#include "patterns.hpp"

namespace dunlin::store::accounts {
namespace {

constexpr std::size_t shortest_fuzzy = 3;  // bytes: trigrams are what likeness is made of

// A word in the middle of a name is found by likeness, and so is one with a typing mistake (`<%` of pg_trgm).
// The candidates are bounded: a single letter begins too many names to rank them all.
constexpr db::Statement search_sql{"accounts.search", R"sql(
  with candidates as (
    (select id from accounts where lower(username) like $1 and ($2 = '' or lower(coalesce(domain, '')) like $2)
     limit 1000)
    union
    (select id from accounts where $2 = '' and display_name <> '' and lower(display_name) like $1 limit 1000)
    union
    (select id from accounts where $2 = '' and $8 and $5 <% lower(username || ' ' || display_name)
     order by word_similarity($5, lower(username || ' ' || display_name)) desc limit 200))
  select a.id
  from candidates c join accounts a on a.id = c.id
  left join account_stats s on s.account_id = a.id
  left join users u on u.account_id = a.id
  left join follows f on f.follower_id = $3 and f.target_id = a.id
  where a.suspended_at is null and a.moved_to is null
    and (u.id is null or (u.confirmed_at is not null and u.approved))
    and not exists (select from blocks b where (b.account_id = $3 and b.target_id = a.id)
                                            or (b.account_id = a.id and b.target_id = $3))
    and (not $4 or f.id is not null)
  order by lower(a.username) = $5 desc,
    lower(a.username) like $1 or lower(a.display_name) like $1 desc,
    f.id is not null desc, coalesce(s.followers_count, 0) desc, a.id
  limit $6 offset $7
)sql"};

}  // namespace

std::vector<AccountId> search(Tx& tx, Search const& what) {
  auto const name = beginning_with(what.username);
  auto const domain = what.domain.empty() ? std::string() : beginning_with(what.domain);
  bool const is_fuzzy = what.username.size() >= shortest_fuzzy;
  std::vector<AccountId> ids;
  for (auto const row : tx.query(search_sql, name, domain, what.viewer, what.following, what.username, what.limit,
                                 what.offset, is_fuzzy))
    ids.push_back(row.get<AccountId>(0));
  return ids;
}

}  // namespace dunlin::store::accounts
