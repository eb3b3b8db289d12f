#include "dunlin/store/kept_files.hpp"

#include <algorithm>

#include "dunlin/store/media_files.hpp"

namespace dunlin::store::kept_files {
namespace {

constexpr db::Statement claim_sql{"kept_files.claim", R"sql(
  insert into kept_files (key, bytes, claims, claimed_at) values ($1, $2, 1, $3)
  on conflict (key) do update set claims = kept_files.claims + 1, claimed_at = excluded.claimed_at
    where kept_files.doomed_by is null
  returning key
)sql"};
constexpr db::Statement settle_sql{
    "kept_files.settle", "update kept_files set claims = greatest(claims - 1, 0) where key = any($1::text[])"};
constexpr db::Statement settle_old_sql{"kept_files.settle_old", R"sql(
  update kept_files set claims = 0 where key in (
    select key from kept_files where claims > 0 and claimed_at < $1 order by claimed_at limit $2
    for update skip locked)
  returning key
)sql"};
// Locks first: whoever claims one of them waits, and then finds it doomed. In order, so that two never wait for each
// other crosswise.
constexpr db::Statement lock_sql{"kept_files.lock", R"sql(
  select key, claims > 0 or (doomed_by is not null and doomed_by <> $2) from kept_files where key = any($1::text[])
  order by key for update
)sql"};
constexpr db::Statement doom_sql{"kept_files.doom", "update kept_files set doomed_by = $2 where key = any($1::text[])"};
constexpr db::Statement bury_sql{"kept_files.bury",
                                 "delete from kept_files where key = any($1::text[]) and doomed_by = $2"};
constexpr db::Statement bytes_of_sql{"kept_files.bytes_of", R"sql(
  select coalesce(sum(k.bytes), 0)::bigint from media m join kept_files k on k.key in (m.file, m.preview_file)
  where m.account_id = $1 and m.remote_url = ''
)sql"};

}  // namespace

bool claim(Tx& tx, std::string_view key, std::uint64_t bytes, Timestamp now) {
  return !tx.query(claim_sql, key, static_cast<std::int64_t>(bytes), now).empty();
}

void settle(Tx& tx, std::span<std::string const> keys) {
  tx.execute(settle_sql, keys);
}

std::vector<std::string> settle_old(Tx& tx, Timestamp claimed_before, int most) {
  std::vector<std::string> keys;
  for (auto const row : tx.query(settle_old_sql, claimed_before, most)) keys.push_back(row.get<std::string>(0));
  return keys;
}

std::vector<std::string> doom(Tx& tx, std::span<std::string const> keys, std::int64_t job) {
  std::vector<std::string> free(keys.begin(), keys.end());
  auto const keep = [&](std::string const& key) { std::erase(free, key); };
  for (auto const row : tx.query(lock_sql, keys, job))
    if (row.get<bool>(1)) keep(row.get<std::string>(0));
  for (auto const& key : media_files::named_among(tx, free)) keep(key);
  if (!free.empty()) tx.execute(doom_sql, free, job);
  return free;
}

void bury(Tx& tx, std::span<std::string const> keys, std::int64_t job) {
  tx.execute(bury_sql, keys, job);
}

std::int64_t bytes_of(Tx& tx, AccountId account) {
  return tx.query(bytes_of_sql, account)[0].get<std::int64_t>(0);
}

}  // namespace dunlin::store::kept_files
