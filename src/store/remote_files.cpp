#include "dunlin/store/remote_files.hpp"

#include <algorithm>

namespace dunlin::store::remote_files {
namespace {

constexpr db::Statement find_sql{"remote_files.find",
                                 "select file, used_at from remote_files where digest = $1 and ready"};
// What looks the same was looked at too.
constexpr db::Statement touch_sql{"remote_files.touch", R"sql(
  update remote_files set used_at = $2 where file = (select file from remote_files where digest = $1)
)sql"};
constexpr db::Statement lock_sql{"remote_files.lock", R"sql(
  insert into remote_files_total (one, bytes) values (true, 0)
  on conflict (one) do update set bytes = remote_files_total.bytes
  returning bytes
)sql"};
// A thousand at a time, and of them only so many that there is room; with each, all that share its file.
constexpr db::Statement evict_sql{"remote_files.evict", R"sql(
  delete from remote_files where file in (
    select file from (
      select file, sum(bytes) over (order by used_at, digest) - bytes as before
      from (select digest, file, bytes, used_at from remote_files order by used_at, digest limit 1000) oldest) ordered
    where before < $1)
  returning file, bytes
)sql"};
constexpr db::Statement insert_sql{"remote_files.insert", R"sql(
  insert into remote_files (digest, file, bytes, used_at, content) values ($1, $2, $3, $4, $5) on conflict do nothing
  returning digest
)sql"};
// The bytes lie there already, under another address.
constexpr db::Statement share_sql{"remote_files.share", R"sql(
  insert into remote_files (digest, file, bytes, ready, used_at, content)
  select $1, file, 0, true, $3, $2 from remote_files where content = $2 and content <> '' and ready limit 1
  on conflict do nothing
  returning file
)sql"};
// What a process left that died while it wrote.
constexpr db::Statement bury_sql{"remote_files.bury", R"sql(
  delete from remote_files where digest = $1 and not ready and used_at < $2 returning file, bytes
)sql"};
constexpr db::Statement exists_sql{"remote_files.exists", "select from remote_files where digest = $1"};
constexpr db::Statement add_sql{"remote_files.add", "update remote_files_total set bytes = bytes + $1"};
constexpr db::Statement settle_sql{"remote_files.settle", R"sql(
  update remote_files set ready = true where digest = $1 and file = $2 returning digest
)sql"};
constexpr db::Statement total_sql{"remote_files.total",
                                  "select count(*), coalesce(sum(bytes), 0)::bigint from remote_files"};
constexpr db::Statement unused_sql{
    "remote_files.unused", "select count(*), coalesce(sum(bytes), 0)::bigint from remote_files where used_at < $1"};
constexpr db::Statement forget_sql{"remote_files.forget", R"sql(
  delete from remote_files where file in (
    select file from remote_files where used_at < $1 order by used_at, digest limit $2)
  returning file, bytes
)sql"};

#define ORIGINS                                                                                               \
  "select m.kind, m.remote_url, m.preview_url, a.domain from media m join accounts a on a.id = m.account_id " \
  "where m.remote_url <> '' and m.url in ('', m.remote_url) and "
constexpr db::Statement find_origin_sql{"remote_files.find_origin", ORIGINS "m.id = $1"};
constexpr db::Statement origins_of_sql{"remote_files.origins_of",
                                       ORIGINS "m.status_id = $1 and not m.former order by m.position, m.id"};

constexpr db::Statement list_sql{"remote_files.list", R"sql(
  select m.kind, m.remote_url, m.preview_url, a.domain, m.id from media m join accounts a on a.id = m.account_id
  where m.remote_url <> '' and m.url in ('', m.remote_url) and m.id > $1 and ($2::bigint = 0 or m.account_id = $2)
    and ($3::bigint = 0 or m.status_id = $3) and ($4 = '' or a.domain = $4) and m.created_at >= $5
  order by m.id limit $6
)sql"};
constexpr db::Statement drop_sql{"remote_files.drop", R"sql(
  delete from remote_files where file = (select file from remote_files where digest = $1) returning file, bytes
)sql"};

constexpr auto time_to_write = std::chrono::minutes(10);

/// The keys, each once, and how many bytes they were.
std::int64_t gather(db::Rows const& rows, std::vector<std::string>& keys) {
  std::int64_t bytes = 0;
  for (auto const row : rows) {
    auto key = row.get<std::string>(0);
    if (std::ranges::find(keys, key) == keys.end()) keys.push_back(std::move(key));
    bytes += row.get<std::int64_t>(1);
  }
  return bytes;
}

Origin read_origin(db::Row const& row) {
  return {static_cast<MediaKind>(row.get<std::int32_t>(0)), row.get<std::string>(1), row.get<std::string>(2),
          std::string(row.text(3))};
}

Total read_total(db::Rows const& rows) {
  return {rows[0].get<std::int64_t>(0), rows[0].get<std::int64_t>(1)};
}

}  // namespace

std::optional<Found> find(Tx& tx, std::string_view digest) {
  auto const rows = tx.query(find_sql, digest);
  if (rows.empty()) return std::nullopt;
  return Found{rows[0].get<std::string>(0), rows[0].get<Timestamp>(1)};
}

void touch(Tx& tx, std::string_view digest, Timestamp now) {
  tx.execute(touch_sql, digest, now);
}

Room take_room(Tx& tx, Copy const& copy, std::int64_t most, Timestamp now) {
  Room room;
  if (copy.bytes > most) return room;
  auto used = tx.query(lock_sql)[0].get<std::int64_t>(0);
  auto freed = gather(tx.query(bury_sql, copy.digest, now - time_to_write), room.evicted);
  if (!tx.query(exists_sql, copy.digest).empty()) return room;
  if (auto const shared = tx.query(share_sql, copy.digest, copy.content, now); !shared.empty()) {
    room.shared = shared[0].get<std::string>(0);
    tx.execute(add_sql, -freed);
    return room;
  }
  while (used - freed + copy.bytes > most) {
    auto const more = gather(tx.query(evict_sql, used - freed + copy.bytes - most), room.evicted);
    if (more == 0) break;
    freed += more;
  }
  room.taken = !tx.query(insert_sql, copy.digest, copy.file, copy.bytes, now, copy.content).empty();
  tx.execute(add_sql, (room.taken ? copy.bytes : 0) - freed);
  return room;
}

bool settle(Tx& tx, Copy const& copy) {
  return !tx.query(settle_sql, copy.digest, copy.file).empty();
}

Total total(Tx& tx) {
  return read_total(tx.query(total_sql));
}

std::vector<std::string> forget(Tx& tx, Timestamp unused_since, int most) {
  std::vector<std::string> keys;
  tx.query(lock_sql);
  tx.execute(add_sql, -gather(tx.query(forget_sql, unused_since, most), keys));
  return keys;
}

Total unused(Tx& tx, Timestamp since) {
  return read_total(tx.query(unused_sql, since));
}

std::optional<Origin> find_origin(Tx& tx, MediaId id) {
  auto const rows = tx.query(find_origin_sql, id);
  return rows.empty() ? std::nullopt : std::optional(read_origin(rows[0]));
}

std::vector<Origin> origins_of(Tx& tx, StatusId status) {
  std::vector<Origin> origins;
  for (auto const row : tx.query(origins_of_sql, status)) origins.push_back(read_origin(row));
  return origins;
}

std::vector<Listed> origins(Tx& tx, Which const& which, MediaId above, int most) {
  std::vector<Listed> found;
  for (auto const row : tx.query(list_sql, above, which.account, which.status, which.domain, which.since, most))
    found.push_back({row.get<MediaId>(4), read_origin(row)});
  return found;
}

std::vector<std::string> drop(Tx& tx, std::string_view digest) {
  std::vector<std::string> keys;
  tx.query(lock_sql);
  tx.execute(add_sql, -gather(tx.query(drop_sql, digest), keys));
  return keys;
}

}  // namespace dunlin::store::remote_files
