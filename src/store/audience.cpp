#include "dunlin/store/audience.hpp"

#include <unordered_set>

namespace dunlin::store::audience {
namespace {

// $1 status, $2 author, $3 who is answered (0 for nobody known), $4 is it an answer, $5 author of what is boosted
// (0 for no boost), $6 language, $7 only those who are named.
constexpr db::Statement of_home_sql{"audience.of_home", R"sql(
  select $2::bigint, false, false from accounts where id = $2 and domain is null
  union all
  select f.follower_id, f.notify, f.follower_id = any(exclusive.readers)
  from (select array(select l.account_id from list_members m join lists l on l.id = m.list_id
      where m.account_id = $2 and l.exclusive) as readers) as exclusive,
    follows f join accounts reader on reader.id = f.follower_id and reader.domain is null
  where f.target_id = $2 and f.follower_id <> $2
    and (f.notify or f.follower_id <> all(exclusive.readers))
    and (not $7::bool or exists (select from mentions where status_id = $1 and account_id = f.follower_id))
    and ($5::bigint = 0 or f.show_boosts)
    and ($6 = '' or cardinality(f.languages) = 0 or $6 = any(f.languages))
    and (not $4::bool or $3::bigint in ($2, f.follower_id)
      or exists (select from follows where follower_id = f.follower_id and target_id = $3))
    and not exists (select from mutes where account_id = f.follower_id and target_id in ($2, $5)
      and (expires_at is null or expires_at > now()))
    and ($5 = 0 or (
      not exists (select from blocks where account_id = f.follower_id and target_id = $5)
      and not exists (select from blocks where account_id = $5 and target_id = f.follower_id)
      and not exists (select from account_domain_blocks d join accounts boosted on boosted.domain = d.domain
        where d.account_id = f.follower_id and boosted.id = $5)))
)sql",
                                    true};

// $1 status, $2 author.
constexpr db::Statement of_tags_sql{"audience.of_tags", R"sql(
  select distinct f.account_id
  from status_tags x join tag_follows f on f.tag_id = x.tag_id
  join accounts author on author.id = $2 and author.suspended_at is null and author.silenced_at is null
  where x.status_id = $1 and f.account_id <> $2
    and not exists (select from mutes where account_id = f.account_id and target_id = $2
      and (expires_at is null or expires_at > now()))
    and not exists (select from blocks where account_id = f.account_id and target_id = $2)
    and not exists (select from blocks where account_id = $2 and target_id = f.account_id)
    and (author.domain is null or not exists (select from account_domain_blocks
      where account_id = f.account_id and domain = author.domain))
)sql",
                                    true};

constexpr db::Statement of_removed_sql{"audience.of_removed", R"sql(
  select s.id, f.follower_id
  from statuses s join follows f on f.target_id = s.author_id
  join accounts reader on reader.id = f.follower_id and reader.domain is null
  where s.id = $1 or s.boost_of_id = $1
  union all
  select s.id, s.author_id from statuses s join accounts a on a.id = s.author_id and a.domain is null
  where s.id = $1 or s.boost_of_id = $1
  union
  select x.status_id, f.account_id from status_tags x join tag_follows f on f.tag_id = x.tag_id where x.status_id = $1
  limit 100000
)sql",
                                       true};

constexpr db::Statement trace_sql{"audience.trace", R"sql(
  select s.visibility = 0 and s.boost_of_id is null, s.local,
    array(select t.name from status_tags x join tags t on t.id = x.tag_id where x.status_id = s.id)
  from statuses s where s.id = $1
)sql"};

// Of the viewers $2, those who want the author $1.
constexpr db::Statement who_wants_sql{"audience.who_wants", R"sql(
  select v.id from unnest($2::bigint[]) as v(id), accounts author
  where author.id = $1
    and not exists (select from blocks where account_id = v.id and target_id = $1)
    and not exists (select from blocks where account_id = $1 and target_id = v.id)
    and not exists (select from mutes where account_id = v.id and target_id = $1
      and (expires_at is null or expires_at > now()))
    and (author.domain is null or not exists (select from account_domain_blocks
      where account_id = v.id and domain = author.domain))
)sql",
                                      true};

constexpr db::Statement boosters_sql{"audience.boosters", R"sql(
  select s.author_id from statuses s join accounts a on a.id = s.author_id and a.domain is null
  where s.boost_of_id = $1 and s.boost_of_id is not null and s.deleted_at is null
)sql"};

}  // namespace

std::vector<Reader> of_home(Tx& tx, Status const& s, AccountId boosted) {
  bool const answers = s.in_reply_to || !s.in_reply_to_uri.empty();
  bool const only_named = s.visibility == Visibility::direct || s.visibility == Visibility::limited;
  std::vector<Reader> readers;
  for (auto const row :
       tx.query(of_home_sql, s.id, s.author, s.in_reply_to_account, answers, boosted, s.language, only_named))
    readers.push_back({row.get<AccountId>(0), row.get<bool>(1), row.get<bool>(2)});
  if (s.tags.empty() || s.visibility != Visibility::public_ || s.boost_of) return readers;
  std::unordered_set<AccountId> known;
  for (auto const& reader : readers) known.insert(reader.account);
  for (auto const row : tx.query(of_tags_sql, s.id, s.author))
    if (auto const account = row.get<AccountId>(0); known.insert(account).second)
      readers.push_back({.account = account});
  return readers;
}

std::vector<std::pair<StatusId, AccountId>> of_removed(Tx& tx, StatusId status) {
  std::vector<std::pair<StatusId, AccountId>> places;
  for (auto const row : tx.query(of_removed_sql, status))
    places.emplace_back(row.get<StatusId>(0), row.get<AccountId>(1));
  return places;
}

Trace trace_of(Tx& tx, StatusId status) {
  auto const rows = tx.query(trace_sql, status);
  if (rows.empty()) return {};
  auto const row = rows[0];
  return {.is_public = row.get<bool>(0), .is_local = row.get<bool>(1), .tags = row.get<std::vector<std::string>>(2)};
}

std::vector<AccountId> who_wants(Tx& tx, AccountId author, std::span<AccountId const> viewers) {
  std::vector<AccountId> wanting;
  for (auto const row : tx.query(who_wants_sql, author, viewers)) wanting.push_back(row.get<AccountId>(0));
  return wanting;
}

std::vector<AccountId> boosters(Tx& tx, StatusId status) {
  std::vector<AccountId> accounts;
  for (auto const row : tx.query(boosters_sql, status)) accounts.push_back(row.get<AccountId>(0));
  return accounts;
}

}  // namespace dunlin::store::audience
