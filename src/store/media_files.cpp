#include "dunlin/store/media_files.hpp"

namespace dunlin::store::media_files {
namespace {

constexpr db::Statement named_among_sql{"media_files.named_among", R"sql(
  select file from media where file = any($1::text[]) and file <> ''
  union select preview_file from media where preview_file = any($1::text[]) and preview_file <> ''
  union select avatar_file from accounts where avatar_file = any($1::text[]) and avatar_file <> ''
  union select header_file from accounts where header_file = any($1::text[]) and header_file <> ''
  union select file from custom_emojis where file = any($1::text[])
  union select file from remote_files where file = any($1::text[])
)sql"};

constexpr db::Statement named_after_sql{"media_files.named_after", R"sql(
  select key from (
    (select file as key from media where file > $1 and file <> '' order by file limit $2)
    union all (select preview_file from media where preview_file > $1 and preview_file <> ''
      order by preview_file limit $2)
    union all (select avatar_file from accounts where avatar_file > $1 and avatar_file <> ''
      order by avatar_file limit $2)
    union all (select header_file from accounts where header_file > $1 and header_file <> ''
      order by header_file limit $2)
    union all (select file from custom_emojis where file > $1 order by file limit $2)
    union all (select file from remote_files where file > $1 and ready order by file limit $2)) named
  order by key limit $2
)sql"};

constexpr db::Statement find_owner_sql{"media_files.find_owner", R"sql(
  select case when m.file = $1 then 'attachment' else 'preview' end, a.username,
    coalesce(nullif(s.url, ''), s.uri, '')
  from media m join accounts a on a.id = m.account_id left join statuses s on s.id = m.status_id and s.deleted_at is null
  where m.file = $1 or m.preview_file = $1
  union all select 'avatar', username, '' from accounts where avatar_file = $1
  union all select 'header', username, '' from accounts where header_file = $1
  union all select 'emoji', shortcode, '' from custom_emojis where file = $1
  limit 1
)sql"};

std::vector<std::string> keys_in(db::Rows const& rows) {
  std::vector<std::string> keys;
  for (auto const row : rows) keys.push_back(row.get<std::string>(0));
  return keys;
}

}  // namespace

std::vector<std::string> named_among(Tx& tx, std::span<std::string const> keys) {
  if (keys.empty()) return {};
  return keys_in(tx.query(named_among_sql, keys));
}

std::vector<std::string> named_after(Tx& tx, std::string_view key, int most) {
  return keys_in(tx.query(named_after_sql, key, most));
}

std::optional<Owner> find_owner(Tx& tx, std::string_view key) {
  if (key.empty()) return std::nullopt;
  auto const rows = tx.query(find_owner_sql, key);
  if (rows.empty()) return std::nullopt;
  return Owner{rows[0].get<std::string>(0), rows[0].get<std::string>(1), rows[0].get<std::string>(2)};
}

}  // namespace dunlin::store::media_files
